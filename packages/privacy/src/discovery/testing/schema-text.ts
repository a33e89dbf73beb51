import type { Cell, FieldSample, FieldShape, FieldType, PlaceShape, Reference, StoreShape } from '@avouch/connectors/store';
import { samplers } from './samplers.ts';

/** A schema with the right answer beside each column, as discovery should find it. */
export type Answered = {
  readonly shape: StoreShape;
  readonly samples: Readonly<Record<string, readonly FieldSample[]>>;
  /** `place.field` → category. */
  readonly categories: ReadonlyMap<string, string>;
  /** `place owner: sentence` and `place access: sentence`. */
  readonly owners: ReadonlySet<string>;
  readonly identifies: ReadonlySet<string>;
};

/**
 * Reads a schema written as text. A place is a line without indentation, `orders | owner: customer_id is customer.id | access: …`, with
 * `self: customer by id, email` where it identifies people. A column is indented:
 * `name type [pk] [unique] [null] [-> place.field [cascade|clear]] = category [~ sampler] [# comment]`. `fk (a, b) -> place (c, d)` is a composite reference.
 */
export function readSchema(text: string, rows = 50): Answered {
  const places: PlaceShape[] = [];
  const samples: Record<string, FieldSample[]> = {};
  const categories = new Map<string, string>();
  const owners = new Set<string>();
  const identifies = new Set<string>();
  for (const block of text.trim().split(/\n(?=\S)/)) {
    const [head = '', ...lines] = block.split('\n').filter((line) => line.trim() !== '');
    const [place = '', ...claims] = head.split('|').map((one) => one.trim());
    for (const claim of claims) {
      const [, kind = '', sentence = ''] = /^(\w+):\s*(.+)$/.exec(claim) ?? [];
      if (kind === 'self') identifies.add(`${place} ${sentence}`);
      else owners.add(`${place} ${kind}: ${sentence}`);
    }
    const fields: FieldShape[] = [];
    const references: Reference[] = [];
    const key: string[] = [];
    const uniques: string[][] = [];
    for (const line of lines.map((one) => one.trim())) {
      const composite = /^fk \(([^)]+)\) -> (\S+) \(([^)]+)\)( cascade| clear)?/.exec(line);
      const unique = /^unique \(([^)]+)\)/.exec(line);
      if (unique !== null) uniques.push((unique[1] ?? '').split(/,\s*/));
      else if (composite !== null) references.push({ name: `fk${references.length}`, fields: (composite[1] ?? '').split(/,\s*/), to: composite[2] ?? '', toFields: (composite[3] ?? '').split(/,\s*/), onDelete: composite[4] === ' cascade' ? 'cascade' : composite[4] === ' clear' ? 'clear' : 'refuse', deferrable: false });
      else {
        const { field, reference, isKey, isUnique, category, sampler } = column(line);
        fields.push(field);
        if (isKey) key.push(field.name);
        if (isUnique) uniques.push([field.name]);
        if (reference !== undefined) references.push(reference);
        categories.set(`${place}.${field.name}`, category);
        (samples[place] ??= []).push(sample(field, sampler, rows, isKey || isUnique));
      }
    }
    places.push({ place, kind: 'table', fields, key, uniques, references, rows: 1000, comment: null });
  }
  return { shape: { engine: 'postgres', version: null, places }, samples, categories, owners, identifies };
}

function column(line: string): { field: FieldShape; reference: Reference | undefined; isKey: boolean; isUnique: boolean; category: string; sampler: string | undefined } {
  const [definition = '', rest = ''] = line.split(' = ');
  const [, category = 'none', sampler, comment] = /^(\S+)(?:\s+~\s*(\S+))?(?:\s+#\s*(.+))?/.exec(rest) ?? [];
  const [name = '', type = 'text', ...flags] = definition.trim().split(/\s+/);
  const [, base = 'text', length] = /^(\w+)(?:\((\d+)\))?/.exec(type) ?? [];
  const to = flags[flags.indexOf('->') + 1];
  const [, toPlace, toField] = flags.includes('->') ? /^(.+)\.(\w+)$/.exec(to ?? '') ?? [] : [];
  const onDelete = flags.includes('cascade') ? 'cascade' : flags.includes('clear') ? 'clear' : 'refuse';
  return {
    field: { name, type: (base === 'choice' ? 'text' : base) as FieldType, native: type, nullable: flags.includes('null'), lengthMax: length === undefined ? null : Number(length), ...(base === 'choice' ? { choices: ['open', 'done'] } : {}), generated: false, comment: comment ?? null },
    reference: toPlace === undefined || toField === undefined ? undefined : { name: `${name}_fk`, fields: [name], to: toPlace, toFields: [toField], onDelete, deferrable: false },
    isKey: flags.includes('pk'), isUnique: flags.includes('unique'), category, sampler,
  };
}

function sample(field: FieldShape, sampler: string | undefined, rows: number, unique: boolean): FieldSample {
  const of = sampler === undefined ? undefined : samplers[sampler];
  if (sampler !== undefined && of === undefined) throw new Error(`there is no sampler ${sampler}`);
  const byType = (n: number): Cell => ({ text: unique ? `K${10_000 + n * 37}` : ['alpha', 'beta', 'gamma'][n % 3] ?? '', integer: 1000 + n, decimal: `${n}.50`, boolean: n % 2 === 0, day: `2024-01-${String(1 + (n % 28)).padStart(2, '0')}`, instant: `2024-01-01T00:00:${String(n % 60).padStart(2, '0')}.000Z`, time: '10:00:00', uuid: `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`, json: { n }, bytes: 'AAAA', list: [n], other: `o${n}` })[field.type];
  const cells = Array.from({ length: rows }, (_, n) => (of === undefined ? byType(n) : of(n))).filter((cell) => cell !== null);
  const values = [...new Map(cells.map((cell) => [JSON.stringify(cell), cell])).values()];
  return { field: field.name, rows, nulls: rows - cells.length, distinct: values.length, values };
}
