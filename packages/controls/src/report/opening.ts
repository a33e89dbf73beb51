import type { Block } from '@avouch/documents/document';
import type { PackageFacts } from './facts.ts';
import { categoryWords, counted, fieldsOf, heading, longDate, missing, paragraph, stated } from './text.ts';

/** What the document is, what it is not, and how to check it. */
export function aboutSection(facts: PackageFacts): readonly Block[] {
  const legend = [
    ['pass', 'Fresh readings or evidence support the control on that day.'],
    ['fail', 'A deviation was found by a management test.'],
    ['no-data', 'The source could not be read; nothing is assumed for it.'],
    ['stale', 'What was last read or filed is older than its freshness limit.'],
    ['not-applicable', 'Management decided, with a reason, that the control does not apply.'],
    ['not-started', 'Nothing supports the control yet.'],
    ['excluded', 'Management left the control out, with a reason.'],
  ] as const;
  return [
    heading(1, 'About this document', 'about'),
    paragraph(`Management of ${companyOf(facts)} prepared this readiness package for a SOC 2 Type I examination as of ${longDate(facts.asOf)}. It is not an examination report and gives no assurance. Only an independent licensed certified public accountant can examine the system and issue a SOC 2 report.`),
    paragraph('Every statement of fact cites entries of a tamper-evident ledger, written as a seal mark with the entry’s number. The bundle that belongs to this package holds each cited entry with its proof; anybody can check it offline, without trusting the company or the software. A mark “to be completed” stands where nothing is recorded.'),
    { kind: 'terms', items: [
      { term: 'Ledger', text: [{ kind: 'code', text: facts.ledger.origin }] },
      { term: 'Entries considered', text: `0 to ${facts.ledger.size - 1}, the last recorded at ${facts.preparedAt}` },
      { term: 'Verifier key', text: [{ kind: 'code', text: facts.ledger.verifierKey }] },
    ] },
    heading(2, 'How a control’s status reads'),
    { kind: 'table', columns: [{ title: 'Mark', width: 1 }, { title: 'Meaning', width: 3 }], rows: legend.map(([state, meaning]) => [{ kind: 'state', state }, meaning]) },
    paragraph('A status is management’s own monitoring. It says nothing about whether a criterion is satisfied; that judgement belongs to the independent auditor.'),
  ];
}

/** The place of the auditor's report, left empty. */
export function auditorSection(): readonly Block[] {
  return [
    heading(1, 'Section I – Independent service auditor’s report', 'section-1'),
    { kind: 'notice', tone: 'placeholder', title: 'To be provided by the independent service auditor', text: 'Nothing in this section was written, and nothing will be written, by the company or by the software that composed this package.' },
  ];
}

/** Management's assertion as a draft: unsigned and undated until a named officer approves it. */
export function assertionSection(facts: PackageFacts): readonly Block[] {
  const company = companyOf(facts);
  const system = systemOf(facts);
  const carvedOut = facts.vendors.filter((vendor) => fieldsOf(vendor).flag('subserviceOrganisation') === true && fieldsOf(vendor).text('method') === 'carve-out');
  const condition = [carvedOut.length > 0 ? 'subservice organisations' : undefined, facts.userControls.length > 0 ? 'user entities' : undefined].filter((one) => one !== undefined);
  const unless = condition.length === 0 ? '' : `, if the complementary controls assumed at ${condition.join(' and ')} operated`;
  return [
    heading(1, 'Section II – Management’s assertion', 'section-2'),
    { kind: 'notice', tone: 'plain', title: 'Draft for management', text: 'This text is drafted from the recorded scope. It becomes management’s assertion when a named officer has read it, changed it as needed, and signed it.' },
    paragraph(`We, the management of ${company}, prepared the description of ${system} in Section III as of ${longDate(facts.asOf)}, following the description criteria of DC section 200 (2018, with revised implementation guidance 2022). It is meant for readers who need to judge the risks of dealing with the system.`),
    subserviceStatement(facts, carvedOut.map((vendor) => fieldsOf(vendor).text('name') ?? vendor.id)),
    paragraph('To the best of our knowledge and belief:'),
    { kind: 'list', ordered: true, items: [
      `the description presents the system as it was designed and implemented as of ${longDate(facts.asOf)}, following the description criteria;`,
      `the controls stated in the description were suitably designed as of ${longDate(facts.asOf)} to give reasonable assurance that the service commitments and system requirements would be achieved, based on the trust services criteria relevant to ${categoryWords(facts.categories)} (TSP section 100, 2017, with revised points of focus 2022)${unless}.`,
    ] },
    paragraph('This draft makes no statement about operating effectiveness: a Type I examination does not cover it.'),
    { kind: 'signature', lines: ['Name', 'Title', 'Signature', 'Date'] },
  ];
}

function subserviceStatement(facts: PackageFacts, carvedOut: readonly string[]): Block {
  const included = facts.vendors.filter((vendor) => fieldsOf(vendor).flag('subserviceOrganisation') === true && fieldsOf(vendor).text('method') === 'inclusive');
  if (carvedOut.length === 0 && included.length === 0) return facts.vendors.length === 0 ? missing('whether subservice organisations are used: no vendor is recorded') : paragraph('No recorded vendor is declared to be a subservice organisation.');
  const parts = [
    carvedOut.length > 0 ? `The description leaves out the controls of ${carvedOut.join(', ')} (carve-out method) and states the complementary controls assumed there.` : '',
    included.length > 0 ? `It includes the controls of ${included.map((vendor) => fieldsOf(vendor).text('name') ?? vendor.id).join(', ')} (inclusive method); each gives an assertion of its own.` : '',
  ];
  return { kind: 'paragraph', text: stated(`${companyOf(facts)} uses ${counted(carvedOut.length + included.length, 'subservice organisation')}. ${parts.filter((one) => one !== '').join(' ')}`, facts.vendors.filter((vendor) => fieldsOf(vendor).flag('subserviceOrganisation') === true).map((vendor) => vendor.entry)) };
}

/** The company's recorded name. */
export const companyOf = (facts: Pick<PackageFacts, 'organisation'>): string => fieldsOf(facts.organisation).text('legalName') ?? fieldsOf(facts.organisation).text('name') ?? 'the company';
/** The systems in scope by name. */
export const systemOf = (facts: Pick<PackageFacts, 'systems'>): string => facts.systems.map((system) => fieldsOf(system).text('name') ?? system.id).join(' and ') || 'its system';
