import { drawDiagram } from '@avouch/documents/diagram';
import type { Block, Document } from '@avouch/documents/document';
import { expect, test } from 'vitest';
import { architectureOf, typeOnePackage, type PackageFacts } from './report.ts';
import { criteria } from './criteria.ts';
import { emptyFacts, fullFacts } from './testing/package-facts.ts';

/** Every text of a document, in order, as a reader meets it. */
function wordsOf(document: Document): string {
  const words: string[] = [document.title, document.subtitle ?? '', ...document.cover];
  const visit = (node: unknown): void => {
    if (typeof node === 'string') words.push(node);
    else if (Array.isArray(node)) for (const child of node) visit(child);
    else if (typeof node === 'object' && node !== null) for (const [key, child] of Object.entries(node)) if (!['kind', 'id', 'svg', 'tone', 'align', 'href'].includes(key)) visit(child);
  };
  visit(document.blocks);
  return words.join('\n');
}
/** The blocks from one heading to the next of the same level. */
function sectionOf(document: Document, title: string): readonly Block[] {
  const start = document.blocks.findIndex((block) => block.kind === 'heading' && block.text.startsWith(title));
  const head = document.blocks[start];
  const end = document.blocks.findIndex((block, at) => at > start && block.kind === 'heading' && head?.kind === 'heading' && block.level <= head.level);
  return document.blocks.slice(start, end < 0 ? undefined : end);
}
const compose = (facts: PackageFacts): Document => typeOnePackage(facts, undefined).document;

test('the same facts give the same document', () => {
  expect(typeOnePackage(fullFacts(), undefined)).toEqual(typeOnePackage(fullFacts(), undefined));
});

test('every page says that management prepared it and that it is no examination report', () => {
  expect(compose(fullFacts()).runningNotice).toBe('Prepared by management – not an examination report');
});

test('the auditor’s report is a labelled placeholder and nothing else', () => {
  const section = sectionOf(compose(fullFacts()), 'Section I –');
  expect(section.map((block) => block.kind)).toEqual(['heading', 'notice', 'page-break']);
  expect(section[1]).toMatchObject({ tone: 'placeholder', title: 'To be provided by the independent service auditor' });
});

test.each([['a full record', fullFacts()], ['an empty record', emptyFacts()]])('with %s no sentence claims what only an auditor may say', (_name, facts) => {
  const words = wordsOf(compose(facts));
  for (const claim of [/no exceptions noted/i, /operated effectively/i, /in our opinion/i, /\bcompliant\b/i, /\bcertified(?! public accountant)/i, /criteri\w+ (is|are|was|were) met/i, /passed the criteri/i]) expect(words).not.toMatch(claim);
});

test('the assertion is a draft: unsigned, undated, and silent on operating effectiveness', () => {
  const section = sectionOf(compose(fullFacts()), 'Section II –');
  expect(section).toContainEqual({ kind: 'signature', lines: ['Name', 'Title', 'Signature', 'Date'] });
  expect(JSON.stringify(section)).toContain('makes no statement about operating effectiveness');
});

test('where nothing is recorded the description says what is to be completed, and invents nothing', () => {
  const { openItems, document } = typeOnePackage(emptyFacts(), undefined);
  const section = JSON.stringify(sectionOf(document, 'Section III'));
  for (const what of ['what the company does', 'service commitments: none is recorded', 'the architecture diagram', 'the technologies', 'subservice organisations', 'complementary user entity controls', 'statement on incidents']) expect(section, what).toContain(what);
  expect(openItems).toBeGreaterThan(15);
});

test('an empty register of incidents is not a statement that none occurred', () => {
  expect(wordsOf(compose(emptyFacts()))).toContain('That is not a statement that none occurred.');
});

test('Section IV has each criterion in scope once, with its controls and without tests or results', () => {
  const section = sectionOf(compose(fullFacts()), 'Section IV');
  const inScope = criteria.filter((one) => ['security', 'availability', 'confidentiality'].includes(one.category));
  for (const one of inScope) expect(section.filter((block) => block.kind === 'heading' && block.text.startsWith(`${one.id} –`)), one.id).toHaveLength(1);
  const tables = section.filter((block) => block.kind === 'table');
  expect(new Set(tables.flatMap((table) => (table.kind === 'table' ? table.columns.map((column) => column.title) : [])))).toEqual(new Set(['Control', 'Control activity specified by the company', 'Title', 'Decision', 'Reason']));
});

test('unknown is printed as unknown, beside the population that was judged', () => {
  const words = wordsOf(compose(fullFacts()));
  expect(words).toContain('deviation found in 2 of 42 accounts');
  expect(words).toContain('no deviation found in 3 of 3 endpoints');
  expect(words).toContain('The source does not tell whether a second factor is set.');
});

test('every cited entry has its receipt in the last annex', () => {
  const { document, cited } = typeOnePackage(fullFacts(), undefined);
  const receipts = sectionOf(document, 'Annex C').find((block) => block.kind === 'table');
  expect(receipts?.kind === 'table' ? receipts.rows.map(([index]) => Number(index)) : []).toEqual(cited);
  expect(cited.length).toBeGreaterThan(15);
});

test('the three times of an entry stand in three columns', () => {
  const receipts = sectionOf(compose(fullFacts()), 'Annex C').find((block) => block.kind === 'table');
  expect(receipts?.kind === 'table' ? receipts.columns.map((column) => column.title) : []).toEqual(['Entry', 'Kind', 'About', 'True from', 'Captured', 'Recorded']);
});

test('the architecture is drawn from recorded components and connections only', async () => {
  const diagram = architectureOf(fullFacts());
  expect(diagram?.nodes.map((node) => node.label)).toEqual(['Hospital staff', 'Load balancer', 'Shift API', 'Planner', 'Shift database', 'Backups']);
  expect(diagram?.edges).toHaveLength(5);
  expect((await drawDiagram(diagram ?? { title: '', groups: [], nodes: [], edges: [] })).svg).toContain('Shift database');
  expect(architectureOf(emptyFacts())).toBeUndefined();
});
