import type { Block, Text } from '@avouch/documents/document';
import type { RecordVersion } from '@avouch/records/record-type';
import type { PackageFacts } from './facts.ts';
import { componentBlocks } from './components.ts';
import { companyOf } from './opening.ts';
import { categoryWords, counted, fieldsOf, heading, longDate, minute, missing, paragraph, stated } from './text.ts';

/** A drawing that was made from the facts. */
export type Drawing = { readonly svg: string; readonly alt: string };

/** Section III: the description of the system by DC 1 to DC 8, from recorded facts alone. */
export function descriptionSection(facts: PackageFacts, architecture: Drawing | undefined): readonly Block[] {
  return [
    heading(1, 'Section III – Description of the system', 'section-3'),
    paragraph(`The description speaks as of ${longDate(facts.asOf)} and is drafted from what ${companyOf(facts)} has recorded. DC 9 (significant changes during a period) does not apply to a Type I package.`),
    ...services(facts), ...commitments(facts),
    heading(2, 'DC 3 – Components of the system', 'dc-3'), ...componentBlocks(facts, architecture),
    ...incidents(facts),
    heading(2, 'DC 5 – Applicable criteria and related controls', 'dc-5'),
    paragraph(`The package covers the trust services criteria relevant to ${categoryWords(facts.categories)}. Section IV lists each criterion with the controls designed to meet it.`),
    ...userControls(facts), ...subserviceOrganisations(facts), ...notRelevant(facts),
  ];
}

function services(facts: PackageFacts): readonly Block[] {
  const blocks: Block[] = [heading(2, 'DC 1 – Kinds of services provided', 'dc-1')];
  const about = fieldsOf(facts.organisation).text('description');
  blocks.push(about === undefined ? missing('what the company does') : { kind: 'paragraph', text: stated(about, [facts.organisation.entry]) });
  for (const system of facts.systems) {
    const fields = fieldsOf(system);
    blocks.push(heading(3, fields.text('name') ?? system.id), { kind: 'paragraph', text: stated(fields.text('purpose') ?? '', [system.entry]) });
    const list = fields.list('services');
    blocks.push(list.length === 0 ? missing('the kinds of services that the system provides') : { kind: 'list', items: list });
    blocks.push({ kind: 'terms', items: [
      { term: 'Users', text: orBlank(fields.text('users'), 'who uses the system') },
      { term: 'Boundary', text: orBlank(fields.text('boundary'), 'where the system begins and ends') },
      { term: 'Out of scope', text: orBlank(fields.text('outOfScope'), 'what is left out') },
      { term: 'Regions', text: fields.list('regions').length === 0 ? orBlank(undefined, 'where the system is hosted') : fields.list('regions').join(', ') },
    ] });
  }
  if (facts.systems.length === 0) blocks.push(missing('the system: none is recorded'));
  return blocks;
}

const orBlank = (text: string | undefined, what: string): Text => text ?? [{ kind: 'blank', what }];

function commitments(facts: PackageFacts): readonly Block[] {
  const row = (one: RecordVersion): readonly Text[] => {
    const fields = fieldsOf(one);
    return [stated(fields.text('title') ?? one.id, [one.entry]), fields.text('text') ?? '', (fields.text('category') ?? '').replace('-', ' '), fields.text('source') ?? ''];
  };
  const table = (kind: string, caption: string): Block => {
    const rows = facts.commitments.filter((one) => (fieldsOf(one).text('kind') ?? 'commitment') === kind).map(row);
    return rows.length === 0 ? missing(`${caption.toLowerCase()}: none is recorded`) : { kind: 'table', caption, columns: [{ title: 'Name', width: 2 }, { title: 'Text', width: 4 }, { title: 'Category', width: 1.3 }, { title: 'Written in', width: 2 }], rows };
  };
  return [heading(2, 'DC 2 – Principal service commitments and system requirements', 'dc-2'), table('commitment', 'Service commitments'), table('requirement', 'System requirements')];
}

const questions = [
  ['causedByControl', 'caused by a control'], ['commitmentFailed', 'a commitment was missed'], ['disclosureRequired', 'disclosure required by law'], ['materialEffect', 'material effect'],
  ['sanction', 'sanction'], ['contractLost', 'contract lost'], ['misleadingWithout', 'a reader would be misled without it'],
] as const;

function incidents(facts: PackageFacts): readonly Block[] {
  const blocks: Block[] = [heading(2, 'DC 4 – System incidents', 'dc-4')];
  const disclosed = facts.incidents.filter((one) => questions.some(([key]) => fieldsOf(one).flag(key) === true));
  const open = facts.incidents.filter((one) => !disclosed.includes(one) && questions.some(([key]) => fieldsOf(one).flag(key) === undefined));
  for (const incident of disclosed) {
    const fields = fieldsOf(incident);
    blocks.push(heading(3, fields.text('title') ?? incident.id), { kind: 'terms', items: [
      { term: 'Nature', text: stated(fields.text('nature') ?? '', [incident.entry]) },
      { term: 'Time', text: [fields.text('startedAt'), fields.text('endedAt')].flatMap((one) => (one === undefined ? [] : [minute(one)])).join(' to ') },
      { term: 'Extent or effect', text: orBlank(fields.text('extent'), 'extent or effect') },
      { term: 'Outcome', text: orBlank(fields.text('outcome'), 'outcome') },
      { term: 'Disclosed because', text: questions.filter(([key]) => fields.flag(key) === true).map(([, words]) => words).join('; ') },
    ] });
  }
  if (open.length > 0) blocks.push(missing(`whether ${counted(open.length, 'recorded incident')} must be disclosed: some of the questions are not answered`));
  if (facts.incidents.length === 0) blocks.push({ kind: 'notice', tone: 'missing', text: [{ kind: 'blank', what: 'management’s statement on incidents' }, ' The register holds no incident. That is not a statement that none occurred.'] });
  else if (disclosed.length === 0 && open.length === 0) blocks.push({ kind: 'paragraph', text: stated(`The register holds ${counted(facts.incidents.length, 'incident')}; management answered every disclosure question for each with no.`, facts.incidents.map((one) => one.entry)) });
  return blocks;
}

function userControls(facts: PackageFacts): readonly Block[] {
  const rows = facts.userControls.map((one) => {
    const fields = fieldsOf(one);
    return [stated(fields.text('title') ?? one.id, [one.entry]), fields.text('text') ?? '', fields.list('criteria').join(', '), fields.text('why') ?? ''];
  });
  return [
    heading(2, 'DC 6 – Complementary user entity controls', 'dc-6'),
    rows.length === 0 ? missing('complementary user entity controls, or the statement that none is needed')
      : { kind: 'table', columns: [{ title: 'Control', width: 2 }, { title: 'What customers must do', width: 4 }, { title: 'Criteria', width: 1.5 }, { title: 'Why it is needed', width: 3 }], rows },
  ];
}

function subserviceOrganisations(facts: PackageFacts): readonly Block[] {
  const blocks: Block[] = [heading(2, 'DC 7 – Subservice organisations', 'dc-7')];
  const used = facts.vendors.filter((vendor) => fieldsOf(vendor).flag('subserviceOrganisation') === true);
  for (const vendor of used) {
    const fields = fieldsOf(vendor);
    blocks.push(heading(3, fields.text('name') ?? vendor.id), { kind: 'terms', items: [
      { term: 'Services', text: stated(fields.list('services').join(', '), [vendor.entry]) },
      { term: 'Method', text: orBlank(fields.text('method'), 'carve-out or inclusive') },
      { term: 'Criteria', text: fields.list('criteria').length === 0 ? orBlank(undefined, 'the criteria that its controls are meant to meet') : fields.list('criteria').join(', ') },
      { term: 'Monitoring', text: orBlank(fields.text('monitoring'), 'how the company watches over it') },
    ] });
    const assumed = fields.rows('assumedControls').map((one) => [one.text('text') ?? '', one.list('criteria').join(', ')]);
    blocks.push(assumed.length === 0 ? missing('the types of controls assumed there') : { kind: 'table', caption: 'Complementary controls assumed', columns: [{ title: 'Control assumed', width: 4 }, { title: 'Criteria', width: 1 }], rows: assumed });
  }
  if (facts.vendors.length === 0) blocks.push(missing('subservice organisations: no vendor is recorded'));
  else if (used.length === 0) blocks.push({ kind: 'paragraph', text: stated(`${counted(facts.vendors.length, 'vendor')} recorded; none is declared to be a subservice organisation.`, facts.vendors.map((one) => one.entry)) });
  return blocks;
}

function notRelevant(facts: PackageFacts): readonly Block[] {
  const rows = facts.notRelevant.map((one) => [stated(fieldsOf(one).text('criterion') ?? one.id, [one.entry]), fieldsOf(one).text('reason') ?? '']);
  return [
    heading(2, 'DC 8 – Criteria not relevant to the system', 'dc-8'),
    rows.length === 0 ? paragraph('No criterion of the categories in scope is declared not relevant.') : { kind: 'table', columns: [{ title: 'Criterion', width: 1 }, { title: 'Reason', width: 5 }], rows },
  ];
}
