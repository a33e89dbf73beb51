import type { Block, Text } from '@avouch/documents/document';
import { criteriaInScope } from '../criteria.ts';
import type { ControlFact, PackageFacts } from './facts.ts';
import { fieldsOf, heading, paragraph, stated } from './text.ts';

/** Section IV of a Type I package: control number and control activity under each criterion; no tests, no results. */
export function matrixSection(facts: PackageFacts): readonly Block[] {
  const controls = facts.controls.filter((control) => (control.decision?.decision ?? 'applicable') === 'applicable');
  const leftOut = new Set(facts.notRelevant.map((one) => fieldsOf(one).text('criterion')));
  const blocks: Block[] = [
    heading(1, 'Section IV – Trust services criteria and related controls', 'section-4'),
    paragraph('The criteria are named by their identifiers with titles and paraphrases of our own; the authoritative text is TSP section 100. Controls are those that management designed. A Type I package has no tests and results of the auditor in this section.'),
  ];
  let series = '';
  for (const criterion of criteriaInScope(facts.categories)) {
    if (criterion.series !== series) {
      series = criterion.series;
      blocks.push(heading(2, `${criterion.series} – ${criterion.seriesTitle}`));
    }
    blocks.push(heading(3, `${criterion.id} – ${criterion.title}`), paragraph({ kind: 'emphasis', text: criterion.paraphrase }));
    if (leftOut.has(criterion.id)) {
      blocks.push(paragraph('Declared not relevant to the system; see DC 8.'));
      continue;
    }
    const mapped = controls.filter((control) => control.criteria.includes(criterion.id));
    blocks.push({ kind: 'table', columns: [{ title: 'Control', width: 1 }, { title: 'Control activity specified by the company', width: 6 }], rows: mapped.map(row), empty: 'No control is mapped to this criterion.' });
  }
  return [...blocks, ...decisions(facts)];
}

const row = (control: ControlFact): readonly Text[] => [control.id, control.status === 'not-started' ? [control.statement, ' ', { kind: 'emphasis', text: 'Not in place: nothing supports it yet.' }] : control.statement];

function decisions(facts: PackageFacts): readonly Block[] {
  const rows = facts.controls.flatMap((control) => (control.decision === null || control.decision.decision === 'applicable' ? [] : [[
    stated(control.id, [control.decision.entry]), control.title, control.decision.decision === 'excluded' ? 'excluded' : 'not applicable', control.decision.reason,
  ]]));
  return rows.length === 0 ? [] : [heading(2, 'Controls of the reference set that were left out'), { kind: 'table', columns: [{ title: 'Control', width: 1 }, { title: 'Title', width: 2 }, { title: 'Decision', width: 1.2 }, { title: 'Reason', width: 4 }], rows }];
}
