import type { PoolClient } from 'pg';
import { Refusal } from '@avouch/api/refusal';
import { checkOf, checks as allChecks } from '@avouch/controls/checks';
import { entityKinds } from '@avouch/connectors/entities';
import { coverageOf, statusDays } from '@avouch/controls/status';
import type { CheckFact, CitedEntry, ControlFact, EvidenceFact, PackageFacts, SourceFact } from '@avouch/controls/report';
import type { Context } from '../context.ts';
import { allRecords } from '../collecting/source.ts';
import { freshUntilOf, type Control } from '../standing/controls.ts';
import { evidenceIn } from '../standing/evidence.ts';
import { checkSummaryOf, controlSummaryOf, gapsOf, historyOf } from '../standing/histories.ts';
import { dayMs, dayOf, endOf, shifted } from '../standing/instants.ts';
import { coverageDays, loadKnown, type Known } from '../standing/known.ts';
import { subjectsOf } from '../standing/subjects.ts';

/** As many failing subjects of one check as a package prints; the counts are whole. */
const subjectsMax = 200;

function evidenceFacts(known: Known, control: Control): EvidenceFact[] {
  return known.evidence.filter((record) => evidenceIn(record).controls.includes(control.id)).map((record) => {
    const { title, heldFrom, file } = evidenceIn(record);
    return {
      id: record.id, title, heldFrom, captured: record.captured, recorded: record.recorded, freshUntil: freshUntilOf(record, known.controls),
      file: file === undefined ? null : { name: file.name, sha256: file.sha256 }, entry: record.entry,
    };
  }).toSorted((a, b) => a.entry - b.entry);
}

function controlFact(known: Known, control: Control): ControlFact {
  const { status, reason } = controlSummaryOf(known, control);
  const days = statusDays(historyOf(known, control), dayOf(shifted(known.at, -(coverageDays - 1) * dayMs)), dayOf(known.at), endOf(known.at));
  const { fresh, days: counted } = coverageOf(days);
  const { id, title, statement, ownerRole, nature, frequency, criteria, reference, edited, checks, decision } = control;
  return {
    id, title, statement, ownerRole, nature, frequency, criteria, reference, edited, status, reason, checks,
    decision: decision === null ? null : { decision: decision.decision, reason: decision.reason, approver: decision.approver, entry: decision.entry },
    coverage: counted === 0 ? null : { fresh, days: counted },
    evidence: evidenceFacts(known, control),
    gaps: gapsOf(known, checks).map(({ from, to, sourceName, reason: why }) => ({ from, to, source: sourceName, reason: why })),
  };
}

async function checkFact(tx: PoolClient, context: Context, known: Known, id: string): Promise<CheckFact | undefined> {
  const check = checkOf(id);
  const looks = known.looks.filter((look) => look.entity_type === check?.entityType);
  if (check === undefined || looks.length === 0) return undefined;
  const { plural } = entityKinds[check.entityType];
  const { counts, status, reason } = checkSummaryOf(known, check, plural);
  const subjects = async (verdict: 'fail' | 'unknown') => (await subjectsOf(tx, context, known.org, looks, { check, at: known.at, asOf: true, limit: subjectsMax, verdict })).items
    .map(({ name, sourceName, reason: why, since, seal }) => ({ name, source: sourceName, reason: why, since, entry: seal.entry }))
    .toSorted((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : a.entry - b.entry));
  return { id, title: check.title, population: plural, ...counts, status, reason, entries: [...new Set(looks.map((look) => look.idx))].toSorted((a, b) => a - b), failing: await subjects('fail'), unknownSubjects: await subjects('unknown') };
}

const sourceFacts = (context: Context, known: Known): SourceFact[] => known.sources.map((source) => ({
  id: source.id, name: source.name, connector: context.connectors.find(({ id }) => id === source.connector)?.title ?? source.connector, entry: source.version.entry,
  reads: (context.connectors.find(({ id }) => id === source.connector)?.reads ?? []).map(({ entityType }) => {
    const look = known.looks.find((one) => one.source === source.id && one.entity_type === entityType);
    return look === undefined ? { entityType, state: 'never', at: null, reason: null, count: null, entry: null }
      : { entityType, state: look.unknownFor === undefined ? 'complete' : 'problem', at: look.at, reason: look.unknownFor ?? null, count: look.count, entry: look.idx };
  }),
}));

/** Every entry that a sentence of the package may rest on, found wherever it stands in the facts. */
function entriesIn(facts: object): readonly number[] {
  const found = new Set<number>();
  const visit = (node: unknown): void => {
    if (Array.isArray(node)) node.forEach(visit);
    else if (typeof node === 'object' && node !== null) {
      for (const [key, value] of Object.entries(node)) {
        if (key === 'entry' && typeof value === 'number') found.add(value);
        else if (key === 'entries' && Array.isArray(value)) for (const entry of value) found.add(Number(entry));
        else visit(value);
      }
    }
  };
  visit(facts);
  return [...found].toSorted((a, b) => a - b);
}

async function citedEntries(tx: PoolClient, org: string, indexes: readonly number[]): Promise<CitedEntry[]> {
  const { rows } = await tx.query<CitedEntry>(
    `select idx::float8 as index, kind, about, held_from as "heldFrom", captured, recorded from entry where org = $1 and idx = any($2::bigint[]) order by idx`, [org, indexes]);
  return rows;
}

async function ledgerAt(tx: PoolClient, org: string, at: string): Promise<{ readonly ledger: PackageFacts['ledger']; readonly preparedAt: string }> {
  const key = await tx.query<{ origin: string; verifier_key: string }>('select origin, verifier_key from log_key where org = $1', [org]);
  const last = await tx.query<{ size: number; recorded: string }>(
    'select (idx + 1)::float8 as size, recorded from entry where org = $1 and recorded <= $2 order by idx desc limit 1', [org, at]);
  const [log, head] = [key.rows[0], last.rows[0]];
  if (log === undefined || head === undefined) throw new Refusal('conflict', 'Nothing was recorded by that day: choose a later one.', { field: 'asOf' });
  return { ledger: { origin: log.origin, size: head.size, verifierKey: log.verifier_key }, preparedAt: head.recorded };
}

/** Until which instant a package knows: the end of its day, or its order when that came first. */
export const horizonOf = (asOf: string, orderedAt: string): string => {
  const end = `${asOf}T23:59:59.999Z`;
  return end < orderedAt ? end : orderedAt;
};

/** Everything recorded that a Type I package may say as of a day, in a fixed order: the same ledger and horizon give the same facts. */
export async function gatherPackage(context: Context, org: string, asOf: string, orderedAt: string): Promise<PackageFacts> {
  const at = horizonOf(asOf, orderedAt);
  return context.tenant(org, async (tx) => {
    const known = await loadKnown(tx, context, org, { asOf: at });
    const { organisation } = known;
    if (organisation === undefined) throw new Refusal('conflict', 'The company was not recorded by that day: choose a later one.', { field: 'asOf' });
    const { ledger, preparedAt } = await ledgerAt(tx, org, at);
    const checks: CheckFact[] = [];
    for (const { id } of allChecks) {
      const fact = await checkFact(tx, context, known, id);
      if (fact !== undefined) checks.push(fact);
    }
    const facts = {
      asOf, preparedAt, ledger, categories: known.categories, organisation, systems: known.systems,
      commitments: await allRecords(tx, org, 'service-commitment', at), people: await allRecords(tx, org, 'person', at), vendors: await allRecords(tx, org, 'vendor', at),
      userControls: await allRecords(tx, org, 'user-control', at), incidents: await allRecords(tx, org, 'system-incident', at),
      notRelevant: [...known.relevance.values()].filter((record) => record.value['relevant'] === false).toSorted((a, b) => a.entry - b.entry),
      controls: known.controls.map((control) => controlFact(known, control)),
      checks, sources: sourceFacts(context, known),
    };
    return { ...facts, entries: await citedEntries(tx, org, entriesIn(facts)) };
  });
}
