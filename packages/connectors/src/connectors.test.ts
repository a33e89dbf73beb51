import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { connectorOf, connectors, readAll } from './connectors.ts';
import { entityKinds } from './entities.ts';
import { openOutside } from './outside.ts';

const guide = readFileSync(join(import.meta.dirname, '../../../docs/guides/connectors.md'), 'utf8');
/** What docs/guides/connectors.md says that each connector reads. */
const table = (): string => [
  '| connector | id | reads | rights |', '|---|---|---|---|',
  ...connectors.map(({ title, id, reads }) => {
    const rights = [...new Set(reads.flatMap((promise) => promise.scopes.map((scope) => scope.name)))];
    return `| ${title} | \`${id}\` | ${reads.map((promise) => entityKinds[promise.entityType].plural.toLowerCase()).join(', ')} | ${rights.map((right) => right.replaceAll('|', '\\|')).join('; ') || 'none'} |`;
  }),
].join('\n');

describe('every connector', () => {
  it('has an id of its own, by which it is found', () => {
    expect(new Set(connectors.map((connector) => connector.id)).size).toBe(connectors.length);
    for (const connector of connectors) expect(connectorOf(connector.id)).toBe(connector);
    expect(connectorOf('nothing')).toBeUndefined();
  });

  it.each(connectors.map((connector) => [connector.id, connector] as const))('%s has a label for each setting, a guide, and one promise for each entity type', (_, connector) => {
    const { properties = {} } = z.toJSONSchema(connector.settings, { io: 'input' });
    for (const [key, property] of Object.entries(properties)) expect(typeof property === 'object' ? property.description : '', key).toEqual(expect.stringMatching(/\S{3}/));
    for (const { key, sentTo = [] } of connector.secrets) {
      expect(sentTo.length, `${key} is sent somewhere`).toBeGreaterThan(0);
      expect(Object.keys(properties)).toEqual(expect.arrayContaining([...sentTo]));
    }
    expect(connector.guide.length).toBeGreaterThan(100);
    expect(connector.summary).toMatch(/\.$/);
    const types = connector.reads.map((promise) => promise.entityType);
    expect(new Set(types).size).toBe(types.length);
    for (const { scopes } of connector.reads) for (const { why } of scopes) expect(why).not.toBe('');
    for (const key of connector.files ?? []) expect(Object.keys(properties)).toContain(key);
  });

  it.each(connectors.map((connector) => [connector.id, connector] as const))('%s gives one problem for each promise when its settings are not valid', async (_, connector) => {
    const outside = openOutside({ now: () => new Date('2026-02-01T00:00:00Z'), userAgent: 'test', allowPrivate: [], env: {}, file: async () => undefined, signal: new AbortController().signal });
    const wrong = Object.fromEntries(Object.keys(connector.settings.shape).map((key) => [key, { wrong: true }]));
    const readings = await readAll(connector, { settings: wrong, secrets: {}, outside, progress: () => undefined });
    await outside.close();
    expect(readings.map((reading) => [reading.entityType, reading.complete ? 'complete' : reading.problem.kind])).toEqual(connector.reads.map((promise) => [promise.entityType, 'malformed']));
  });
});

describe('the guide to connectors', () => {
  it('lists each connector with what it reads and the rights it needs', () => {
    expect(guide).toContain(table());
  });
});
