import type { Block, Text } from '@avouch/documents/document';
import type { PackageFacts } from './facts.ts';
import type { Drawing } from './description.ts';
import { counted, fieldsOf, heading, minute, missing, paragraph, stated, type Fields } from './text.ts';

const kinds = [['infrastructure', 'Infrastructure'], ['software', 'Software'], ['people', 'People'], ['procedures', 'Procedures'], ['data', 'Data']] as const;

/** DC 3: the diagram, the components by kind, the technology list, and what the connected sources show of the system. */
export function componentBlocks(facts: PackageFacts, architecture: Drawing | undefined): readonly Block[] {
  const figure: Block = architecture === undefined
    ? missing('the architecture diagram: no component of the system is recorded')
    : { kind: 'figure', svg: architecture.svg, alt: architecture.alt, caption: 'Architecture, drawn from the recorded components and connections' };
  return [figure, ...kinds.flatMap(([kind, title]) => componentsOf(facts, kind, title)), ...technologies(facts), ...sources(facts)];
}

function componentsOf(facts: PackageFacts, kind: string, title: string): readonly Block[] {
  const vendors = new Map(facts.vendors.map((vendor) => [vendor.id, fieldsOf(vendor).text('name') ?? vendor.id]));
  const rows = facts.systems.flatMap((system) => fieldsOf(system).rows('components').filter((one) => one.text('kind') === kind).map((one) => componentRow(one, system.entry, vendors)));
  const people: readonly Block[] = kind === 'people' ? [peopleOf(facts)] : [];
  const table: Block = rows.length === 0 ? missing(`${title.toLowerCase()} of the system`)
    : { kind: 'table', columns: [{ title, width: 2 }, { title: 'What it does', width: 4 }, { title: 'Where, by whom, class', width: 2 }], rows };
  return [heading(3, title), ...people, ...(kind === 'people' && rows.length === 0 && facts.people.length > 0 ? [] : [table])];
}

function componentRow(one: Fields, entry: number, vendors: ReadonlyMap<string, string>): readonly Text[] {
  const vendor = one.text('vendor');
  const personal = one.flag('personalData') === true ? 'personal data' : undefined;
  const where = [one.text('region'), vendor === undefined ? undefined : (vendors.get(vendor) ?? vendor), one.text('classification'), personal].filter((part) => part !== undefined);
  return [stated(one.text('name') ?? '', [entry]), one.text('description') ?? [{ kind: 'blank', what: 'description' }], where.join(' · ')];
}

/** Roles and numbers only: who holds them is not the reader's business. */
function peopleOf(facts: PackageFacts): Block {
  const roles = new Map<string, { count: number; entries: number[] }>();
  for (const person of facts.people.filter((one) => fieldsOf(one).text('endedOn') === undefined)) {
    const role = fieldsOf(person).text('role') ?? 'no role recorded';
    const row = roles.get(role) ?? { count: 0, entries: [] };
    roles.set(role, { count: row.count + 1, entries: [...row.entries, person.entry] });
  }
  if (roles.size === 0) return missing('the people who run the system: nobody is recorded');
  const rows = [...roles].sort(([a], [b]) => (a < b ? -1 : 1)).map(([role, { count, entries }]) => [stated(role, entries.slice(0, 5)), String(count)]);
  return { kind: 'table', columns: [{ title: 'Role', width: 4 }, { title: 'People', width: 1, align: 'right' }], rows };
}

function technologies(facts: PackageFacts): readonly Block[] {
  const rows = facts.systems.flatMap((system) => fieldsOf(system).rows('technologies').map((one) => [stated(one.text('name') ?? '', [system.entry]), one.text('version') ?? '', one.text('purpose') ?? '', one.text('vendor') ?? '']));
  return [
    heading(3, 'Technology list'),
    rows.length === 0 ? missing('the technologies that the system is built of') : { kind: 'table', columns: [{ title: 'Technology', width: 2 }, { title: 'Version', width: 1 }, { title: 'Used for', width: 3 }, { title: 'From', width: 2 }], rows },
  ];
}

function sources(facts: PackageFacts): readonly Block[] {
  const rows = facts.sources.flatMap((source) => source.reads.map((read) => [
    stated(source.name, [source.entry]), read.entityType,
    read.state === 'complete' ? stated(`${counted(read.count ?? 0, 'read')} on ${minute(read.at ?? '')}`, read.entry === null ? [] : [read.entry]) : [{ kind: 'emphasis' as const, text: read.state === 'never' ? 'Not read yet' : `Not known: ${read.reason ?? 'the read failed.'}` }],
  ]));
  return [
    heading(3, 'What was read of the system'),
    rows.length === 0 ? paragraph('No source was connected on that day.') : { kind: 'table', columns: [{ title: 'Source', width: 2 }, { title: 'Kind', width: 1.5 }, { title: 'Last reading by that day', width: 4 }], rows },
  ];
}
