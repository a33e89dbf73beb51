import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { storeConnectorOf, storeConnectors } from './stores.ts';

describe('every store connector', () => {
  it('has an id of its own, by which it is found', () => {
    expect(new Set(storeConnectors.map((connector) => connector.id)).size).toBe(storeConnectors.length);
    for (const connector of storeConnectors) expect(storeConnectorOf(connector.id)).toBe(connector);
    expect(storeConnectorOf('nothing')).toBeUndefined();
  });

  it.each(storeConnectors.map((connector) => [connector.id, connector] as const))('%s has a label for each setting, a guide to least privilege, rights with their reasons, and says where its secrets go', (_, connector) => {
    const { properties = {} } = z.toJSONSchema(connector.settings, { io: 'input' });
    for (const [key, property] of Object.entries(properties)) expect(typeof property === 'object' ? property.description : '', key).toEqual(expect.stringMatching(/\S{3}/));
    for (const { sentTo = [] } of connector.secrets) expect(Object.keys(properties)).toEqual(expect.arrayContaining([...sentTo]));
    expect(connector.guide.length).toBeGreaterThan(100);
    expect(connector.summary).toMatch(/\.$/);
    for (const { why } of connector.scopes) expect(why).not.toBe('');
  });
});
