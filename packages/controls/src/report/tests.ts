import type { Block, Cell } from '@avouch/documents/document';
import type { CheckFact, ControlFact, PackageFacts, SubjectFact } from './facts.ts';
import { counted, heading, minute, paragraph, stated } from './text.ts';

/** Annex A: what management's own tests found. Not an audit, not an examination, not assurance. */
export function testsAnnex(facts: PackageFacts): readonly Block[] {
  const applicable = facts.controls.filter((control) => control.decision === null || control.decision.decision === 'applicable');
  return [
    heading(1, 'Annex A – Management’s own test results', 'annex-a'),
    { kind: 'notice', tone: 'plain', text: 'These are management’s own tests. They are not an audit, an examination or assurance. An automated check proves a setting; it does not prove that people acted.' },
    heading(2, 'Controls'),
    { kind: 'table', columns: [{ title: 'Control', width: 1 }, { title: 'Title', width: 2.6 }, { title: 'Status', width: 1.5 }, { title: 'Why', width: 4 }, { title: 'Days fresh', width: 1.1, align: 'right' }], rows: applicable.map(controlRow), empty: 'No control is in scope.' },
    heading(2, 'Checks'),
    paragraph('Each check judged the whole population that was read, not a sample.'),
    { kind: 'table', columns: [{ title: 'Check', width: 3.4 }, { title: 'Management test', width: 3.6 }, { title: 'Unknown', width: 1, align: 'right' }, { title: 'Not applicable', width: 1, align: 'right' }], rows: facts.checks.map(checkRow), empty: 'No check has judged anything yet.' },
    ...facts.checks.flatMap(deviations),
    ...evidenceTable(applicable),
  ];
}

function controlRow(control: ControlFact): readonly Cell[] {
  const coverage = control.coverage === null ? '–' : `${control.coverage.fresh} of ${control.coverage.days}`;
  return [control.id, control.title, { kind: 'state', state: control.status }, stated(control.reason, control.evidence.map((one) => one.entry)), coverage];
}

function checkRow(check: CheckFact): readonly Cell[] {
  const tested = check.pass + check.fail;
  const word = tested === 0 ? 'not run: no subject gave an answer' : check.fail === 0 ? `no deviation found in ${tested} of ${tested} ${check.population}` : `deviation found in ${check.fail} of ${tested} ${check.population}`;
  return [check.title, stated(word, check.entries), String(check.unknown), String(check.notApplicable)];
}

function deviations(check: CheckFact): readonly Block[] {
  const list = [...check.failing.map((one) => [one, 'deviation'] as const), ...check.unknownSubjects.map((one) => [one, 'unknown'] as const)];
  if (list.length === 0) return [];
  const total = check.fail + check.unknown;
  const rest = total > list.length ? ` The table shows ${list.length} of ${total}.` : '';
  const row = ([one, word]: readonly [SubjectFact, string]): readonly Cell[] => [one.name, one.source, word, stated(one.reason, [one.entry]), one.since.slice(0, 10)];
  return [
    heading(3, check.title), paragraph(`${counted(check.fail, 'deviation')}, ${check.unknown} unknown.${rest}`),
    { kind: 'table', columns: [{ title: 'Subject', width: 2.4 }, { title: 'Source', width: 1.6 }, { title: 'Found', width: 1.1 }, { title: 'Reason', width: 4 }, { title: 'Since', width: 1.2 }], rows: list.map(row) },
  ];
}

function evidenceTable(controls: readonly ControlFact[]): readonly Block[] {
  const rows = controls.flatMap((control) => control.evidence.map((one) => [control.id, stated(one.title, [one.entry]), one.heldFrom.slice(0, 10), one.captured.slice(0, 10), one.recorded.slice(0, 10), one.freshUntil.slice(0, 10)]));
  return [
    heading(2, 'Evidence filed by hand'),
    { kind: 'table', columns: [{ title: 'Control', width: 1 }, { title: 'Evidence', width: 4 }, { title: 'True from', width: 1.2 }, { title: 'Captured', width: 1.2 }, { title: 'Recorded', width: 1.2 }, { title: 'Fresh until', width: 1.2 }], rows, empty: 'No evidence has been filed.' },
  ];
}

/** Annex B: what is open, whatever its kind, in one place. */
export function openItemsAnnex(facts: PackageFacts): readonly Block[] {
  const applicable = facts.controls.filter((control) => control.decision === null || control.decision.decision === 'applicable');
  const open = applicable.filter((control) => control.status !== 'pass');
  const gaps = new Map(applicable.flatMap((control) => control.gaps).map((gap) => [`${gap.source} ${gap.from}`, gap]));
  return [
    heading(1, 'Annex B – Open items', 'annex-b'),
    heading(2, 'Controls without support on the day'),
    { kind: 'table', columns: [{ title: 'Control', width: 1 }, { title: 'Title', width: 3 }, { title: 'Status', width: 1.5 }, { title: 'Why', width: 4 }], rows: open.map((control) => [control.id, control.title, { kind: 'state', state: control.status }, control.reason]), empty: 'Every applicable control had support on that day.' },
    heading(2, 'Gaps in monitoring'),
    paragraph('A gap is never filled by interpolation or by a later capture.'),
    { kind: 'table', columns: [{ title: 'Source', width: 2 }, { title: 'From', width: 1.8 }, { title: 'To', width: 1.8 }, { title: 'Reason', width: 4 }], rows: [...gaps.values()].map((gap) => [gap.source, minute(gap.from), gap.to === null ? 'still open' : minute(gap.to), gap.reason]), empty: 'No source left a gap longer than its freshness limit.' },
  ];
}

/** Annex C: the entries that this package cites, so that each mark can be followed. */
export function receiptsAnnex(facts: PackageFacts, cited: ReadonlySet<number>): readonly Block[] {
  const rows = facts.entries.filter((entry) => cited.has(entry.index)).map((entry) => [String(entry.index), entry.kind, [{ kind: 'code' as const, text: entry.about }], entry.heldFrom === null ? '–' : minute(entry.heldFrom), minute(entry.captured), minute(entry.recorded)]);
  return [
    heading(1, 'Annex C – Receipts', 'annex-c'),
    paragraph('When it was true, when it was captured and when it was recorded are three times and are never merged.'),
    { kind: 'table', columns: [{ title: 'Entry', width: 0.8, align: 'right' }, { title: 'Kind', width: 1.6 }, { title: 'About', width: 2.4 }, { title: 'True from', width: 1.8 }, { title: 'Captured', width: 1.8 }, { title: 'Recorded', width: 1.8 }], rows, empty: 'This package cites no entry.' },
  ];
}
