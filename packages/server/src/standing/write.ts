import type { PoolClient } from 'pg';
import { Refusal } from '@avouch/api/refusal';
import type { Receipt } from '@avouch/ledger/entry';
import type { RecordVersion } from '@avouch/records/record-type';
import { currentRecord } from '@avouch/records/store';
import { RecordInvalid, recordFact, type RecordDraft } from '@avouch/records/versions';
import type { Context } from '../context.ts';

/** One version of a record to be written. */
export type Write = {
  readonly org: string;
  readonly actor: string;
  readonly type: string;
  readonly id: string;
  /** The version that was read; undefined for a record that must not be there yet. */
  readonly expected: RecordVersion | undefined;
  readonly value: Readonly<Record<string, unknown>>;
  /** The opaque id of the person whom its personal fields name; needed when one of them is filled. */
  readonly subject?: string;
  /** When it was seen; now when absent. */
  readonly captured?: string;
  /** When it was true from; when it was seen when absent. */
  readonly heldFrom?: string;
  /** Whether this version ends the record. */
  readonly ended?: boolean;
  /** What must happen in the same transaction, if anything. */
  readonly also?: (tx: PoolClient) => Promise<void>;
};

function factOf(draft: RecordDraft): ReturnType<typeof recordFact> {
  try {
    return recordFact(draft);
  } catch (cause) {
    if (!(cause instanceof RecordInvalid)) throw cause;
    const [issue] = cause.issues;
    throw new Refusal('invalid', `${issue?.path === '' || issue === undefined ? 'This' : `The field ${issue.path}`} is not right: ${issue?.message ?? cause.message}.`, { cause, ...(issue === undefined ? {} : { field: issue.path }) });
  }
}

/** Appends one version of a record. Refuses with `conflict` when somebody wrote another version meanwhile. */
export async function writeRecord(context: Context, { org, actor, type, id, expected, value, captured = context.now().toISOString(), heldFrom = captured, ended, subject, also }: Write): Promise<Receipt> {
  const fact = factOf({
    type, id, version: (expected?.version ?? 0) + 1, value, actor, captured, heldFrom, random: context.random,
    ...(expected === undefined ? {} : { previous: expected.entry }), ...(ended === undefined ? {} : { ended }), ...(subject === undefined ? {} : { subject }),
  });
  const ledger = await context.ledgerOf(org);
  return ledger.append(fact, {
    guard: async (tx) => {
      const current = await currentRecord(tx, { org, type, id });
      if (current?.version !== expected?.version || current?.ended === true) throw new Refusal('conflict', 'Somebody else wrote this meanwhile: read it again, then write.', { field: 'expected' });
      await also?.(tx);
    },
  });
}
