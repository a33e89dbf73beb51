import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { is, type OpenedStandIn, openStandIn, rowsOf, changed } from '../stores/testing/services/open.ts';
import { type Answer, pageOf, type StandIn } from '../stores/testing/services/stand-in.ts';
import { serviceDescriptions } from './descriptions.ts';
import { parseExactly } from './json-paths.ts';
import { checkDescription, parseServiceDescription } from './parse.ts';

const guide = readFileSync(join(import.meta.dirname, '../../../../docs/guides/service-descriptions.md'), 'utf8');
const example = /```yaml\n(service: orchard[\s\S]*?)```/.exec(guide)?.[1] ?? '';

const opened: OpenedStandIn[] = [];
afterEach(async () => { for (const one of opened.splice(0)) await one.close(); });

describe('A described service', () => {
  test.each(serviceDescriptions.map((one) => [one.service, one] as const))('%s: everything that it names exists, and it reads the same from a file', (_, description) => {
    expect(checkDescription(description).faults).toEqual([]);
    expect(parseServiceDescription(stringify(description))).toEqual({ ok: true, description });
  });

  test.each(serviceDescriptions.map((one) => [one.service, one] as const))('%s: says which rights it needs, how to give no more, and what becomes of each kind of row', (_, description) => {
    expect(description.guide.join(' ').length).toBeGreaterThan(120);
    for (const { why } of description.scopes) expect(why).toMatch(/\.$/);
    for (const [name, place] of Object.entries(description.places)) {
      expect(place.delete?.effect ?? place.cannot.delete, name).toMatch(/\.$/);
      expect(place.set !== undefined || place.cannot.set !== undefined, name).toBe(true);
      for (const [field, { category }] of Object.entries(place.fields)) expect(category, `${name}.${field}`).toMatch(/^[a-z_]+(\.[a-z_]+)?$/);
    }
  });
});

describe('A description of one\'s own', () => {
  test('as the guide shows it finds, reads, corrects and deletes', async () => {
    const parsed = parseServiceDescription(example);
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
    const members = new Map([['7', { number: 7, mail: 'ann@example.org', name: 'Ann', joined: '2024-01-31T12:00:00+02:00', tree: 'pear' }], ['8', { number: 8, mail: 'bob@example.org', name: 'Bob', joined: '2024-02-01T00:00:00Z', tree: 'plum' }]]);
    const missing: Answer = { status: 404, json: { code: 'no_such_member' } };
    const standIn: StandIn = {
      isAllowed: ({ headers }) => headers['x-orchard-key'] === 'fake-orchard-key', refused: { status: 401 }, missing,
      routes: [
        { method: 'GET', path: '/members', answer: ({ query, origin }) => {
          const found = [...members.values()].filter((one) => !query.has('mail') || one.mail === query.get('mail'));
          const page = pageOf(found, Number(query.get('from') ?? 0), 1);
          return { status: 200, json: { members: page.rows }, headers: page.next === undefined ? {} : { link: `<${origin}/members?from=${page.next}>; rel="next"` } };
        } },
        { method: 'GET', path: '/members/:id', answer: ({ parts }) => { const one = members.get(parts['id'] ?? ''); return one === undefined ? missing : { status: 200, json: one }; } },
        { method: 'PATCH', path: '/members/:id', answer: ({ parts, body }) => { const one = members.get(parts['id'] ?? ''); if (one === undefined) return missing; members.set(String(one.number), { ...one, ...Object(body) }); return { status: 204 }; } },
        { method: 'DELETE', path: '/members/:id', answer: ({ parts }) => (members.delete(parts['id'] ?? '') ? { status: 204 } : missing) },
      ],
    };
    const service = await openStandIn(parsed.description, standIn, { key: 'fake-orchard-key' });
    opened.push(service);
    expect(await rowsOf(service.store, 'members', { op: 'all', of: [] }, ['number'], ['mail', 'joined', '_other'])).toMatchObject({ value: [{ key: [7], cells: { joined: '2024-01-31T10:00:00.000Z', _other: { tree: 'pear' } } }, { key: [8] }] });
    expect(await changed(service.store, { change: 'set', place: 'members', keyFields: ['number'], key: [7], cells: { name: 'Anne' } })).toEqual({ ok: true, value: [{ rows: 1 }] });
    expect(await rowsOf(service.store, 'members', is('mail', 'ann@example.org'), ['number'], ['name'])).toMatchObject({ value: [{ cells: { name: 'Anne' } }] });
    expect(await changed(service.store, { change: 'delete', rows: [{ place: 'members', key: ['number'], keys: [[7], [7]] }] })).toEqual({ ok: true, value: [{ rows: 1 }] });
  });

  test('is refused with the line of each thing that is wrong, all at once', () => {
    const wrong = example.replace('path: "/members/{number}"', 'path: "/members/{nummer|sha9}"').replace('by: [mail]', 'by: [email]').replace('perSecond: 10', 'perSecond: fast').replace('title: Members', 'titel: Members');
    const parsed = parseServiceDescription(wrong);
    const line = (text: string): number => wrong.split('\n').findIndex((one) => one.includes(text)) + 1;
    expect(parsed.ok ? [] : parsed.faults.map((fault) => [fault.line, fault.where])).toEqual([[line('perSecond'), 'perSecond'], [line('members:'), 'places.members.title'], [line('titel'), 'places.members.titel']]);
    const deeper = parseServiceDescription(wrong.replace('perSecond: fast', 'perSecond: 10').replace('titel: Members', 'title: Members'));
    expect(deeper.ok ? [] : deeper.faults).toEqual([
      { line: line('by: [email]'), where: 'places.members.find.0.by', sentence: 'email is not one of the fields of this place.' },
      { line: line('by: [email]') + 1, where: 'places.members.find.0.request.query.mail', sentence: '{mail} is not known here; what is: base, attempt, email.' },
      ...[expect.stringMatching(/^\{nummer\} is not known here/), 'There is no |sha9; there are |lower, |md5 and |escaped.'].map((sentence) => ({ line: line('{nummer'), where: 'places.members.find.1.request.path', sentence })),
    ]);
  });

  test('is refused when it is no YAML, far too large, or unfolds without end', () => {
    expect(parseServiceDescription('a: [1')).toMatchObject({ ok: false, faults: [{ line: 1 }] });
    expect(parseServiceDescription('x'.repeat(300_000))).toMatchObject({ ok: false });
    const bomb = ['a: &a [1,1,1,1,1,1,1,1,1]', ...'bcdefgh'.split('').map((name, index) => `${name}: &${name} [${Array.from({ length: 9 }, () => `*${'abcdefg'[index]}`).join(',')}]`)].join('\n');
    expect(parseServiceDescription(bomb)).toEqual({ ok: false, faults: [{ line: 1, where: '', sentence: 'Its anchors unfold into more than is read.' }] });
  });
});

describe('JSON of a service', () => {
  test('keeps numbers that JavaScript would change, as they are spelt, and never looks into texts', () => {
    expect(parseExactly('{"id":9007199254740993,"price":0.10,"n":1.5,"text":"9007199254740993, \\"12345678901234567890\\"","list":[-1e400]}'))
      .toEqual({ id: '9007199254740993', price: '0.10', n: 1.5, text: '9007199254740993, "12345678901234567890"', list: ['-1e400'] });
  });
});
