import type { Block, Document } from '@avouch/documents/document';
import { architectureOf } from './report/architecture.ts';
import { descriptionSection, type Drawing } from './report/description.ts';
import type { PackageFacts } from './report/facts.ts';
import { matrixSection } from './report/matrix.ts';
import { aboutSection, assertionSection, auditorSection, companyOf, systemOf } from './report/opening.ts';
import { openItemsAnnex, receiptsAnnex, testsAnnex } from './report/tests.ts';
import { categoryWords, longDate, runningNotice } from './report/text.ts';

export type { PackageFacts, CheckFact, CitedEntry, ControlFact, EvidenceFact, GapFact, SourceFact, SubjectFact } from './report/facts.ts';
export type { Drawing } from './report/description.ts';
export { architectureOf };

/** The package, the entries that its sentences cite, and how many facts are still to be completed. */
export type ComposedPackage = { readonly document: Document; readonly cited: readonly number[]; readonly openItems: number };

/**
 * The Type I readiness package as of one date: a placeholder for the auditor's report, management's draft assertion, the
 * description by DC 1 to DC 8, criteria and controls, and annexes with management's own tests, open items and receipts.
 * Pure: the same facts and drawing give the same document. Says nothing that is not recorded.
 */
export function typeOnePackage(facts: PackageFacts, architecture: Drawing | undefined): ComposedPackage {
  const body: readonly Block[] = [
    { kind: 'contents' }, { kind: 'page-break' },
    ...aboutSection(facts), { kind: 'page-break' },
    ...auditorSection(), { kind: 'page-break' },
    ...assertionSection(facts), { kind: 'page-break' },
    ...descriptionSection(facts, architecture), { kind: 'page-break' },
    ...matrixSection(facts), { kind: 'page-break' },
    ...testsAnnex(facts), ...openItemsAnnex(facts),
  ];
  const marks = marksIn(body);
  const document: Document = {
    title: 'Type I readiness package',
    subtitle: `${companyOf(facts)} – ${systemOf(facts)}`,
    cover: [`As of ${longDate(facts.asOf)}`, `Categories: ${categoryWords(facts.categories)}`, 'Prepared by management. This is not an examination report.', 'A SOC 2® report can be issued only by an independent licensed certified public accountant.'],
    language: 'en', author: companyOf(facts), date: facts.preparedAt, runningNotice,
    blocks: [...body, { kind: 'page-break' }, ...receiptsAnnex(facts, marks.cited)],
  };
  return { document, cited: [...marks.cited].sort((a, b) => a - b), openItems: marks.blanks };
}

/** Every citation and every blank in the blocks, wherever it stands. */
function marksIn(value: unknown): { readonly cited: ReadonlySet<number>; readonly blanks: number } {
  const cited = new Set<number>();
  let blanks = 0;
  const visit = (node: unknown): void => {
    if (Array.isArray(node)) for (const child of node) visit(child);
    else if (typeof node === 'object' && node !== null) {
      const { kind, entries } = node as { kind?: unknown; entries?: unknown };
      if (kind === 'blank') blanks += 1;
      if (kind === 'cite' && Array.isArray(entries)) for (const entry of entries) cited.add(Number(entry));
      for (const child of Object.values(node)) visit(child);
    }
  };
  visit(value);
  return { cited, blanks };
}
