import { Refusal } from '@avouch/api/refusal';
import { demoRecordTypes, type Company, type DemoRecord } from './company.ts';
import type { Handlers } from './fetch.ts';
import { pageOf } from './paging.ts';

type Own = 'recordTypes' | 'records' | 'record' | 'recordHistory' | 'recordCreate' | 'recordWrite' | 'recordEnd';

/** The programme's records, kept as versions. */
export function programmeAnswers(company: Company): Pick<Handlers, Own> {
  const versions = (type: string, id: string): DemoRecord[] => {
    const found = company.records.get(`${type}/${id}`);
    if (found === undefined) throw new Refusal('not_found', `There is no ${type} “${id}”.`);
    return found;
  };
  const write = (type: string, id: string, value: Record<string, unknown>, ended = false): DemoRecord => {
    const before = company.records.get(`${type}/${id}`) ?? [];
    const captured = new Date(company.now).toISOString();
    const seal = company.log.append({ kind: ended ? 'record.ended' : 'record.written', about: id, aboutName: String(value['name'] ?? value['title'] ?? id), captured, heldFrom: captured, actor: 'mem-ada', header: { type, version: before.length + 1 }, parts: [JSON.stringify(value)] });
    const record: DemoRecord = { type, id, version: before.length + 1, value, ended, seal };
    company.records.set(`${type}/${id}`, [record, ...before]);
    return record;
  };
  const expect = (type: string, id: string, expected: number): DemoRecord => {
    const current = versions(type, id)[0]!;
    if (current.version !== expected) throw new Refusal('conflict', `Somebody wrote version ${current.version} while you worked on version ${expected}.`);
    return current;
  };
  return {
    recordTypes: () => ({ items: demoRecordTypes }),
    records: ({ params, query }) => {
      const all = [...company.records.values()].flatMap((list) => list.slice(0, 1)).filter((one) => one.type === params.type && !one.ended && JSON.stringify(one.value).toLowerCase().includes((query.search ?? '').toLowerCase()) && (query.asOf === undefined || one.seal.recorded <= query.asOf));
      const many = company.variant === 'much' && params.type === 'person' && all[0] !== undefined;
      return many ? pageOf(100_000, (index): DemoRecord => ({ ...all[0]!, id: `person-${index}`, value: { ...all[0]!.value, name: `Person ${index}`, role: 'Engineer' } }), query) : pageOf(all.length, (index) => all[index]!, query);
    },
    record: ({ params }) => versions(params.type, params.record)[0]!,
    recordHistory: ({ params }) => ({ items: versions(params.type, params.record) }),
    recordCreate: ({ params, body }) => write(params.type, body.id ?? `${params.type}-${company.log.size()}`, body.value),
    recordWrite: ({ params, body }) => { expect(params.type, params.record, body.expected); return write(params.type, params.record, body.value); },
    recordEnd: ({ params, query }) => write(params.type, params.record, expect(params.type, params.record, query.expected).value, true),
  };
}
