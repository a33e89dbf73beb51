import type { PoolClient } from 'pg';
import type { Answer } from '@avouch/api/client';
import type { RequestState } from '@avouch/privacy/request';
import type { Context } from '../context.ts';
import { sealsOf } from '../standing/seals.ts';

type Item = Answer<'request'>['timeline'][number];

/** What each kind of fact says, in words. */
const sentences: Readonly<Record<string, string>> = {
  'request.received': 'The request came in.', 'request.identity_asked': 'More was asked for, to be sure who asks.', 'request.identified': 'It was shown who asks.',
  'request.joined': 'It was joined to another request.', 'request.forwarded': 'It was passed on to the company that we work for.', 'request.paused': 'The clock stands.', 'request.resumed': 'The clock runs again.',
  'request.extended': 'The time was extended, and the person told.', 'request.surveyed': 'The stores were looked through.', 'request.decided': 'A person decided something about it.', 'request.planned': 'A plan was made.',
  'request.approved': 'The plan was approved.', 'request.step': 'A step was carried out.', 'request.ran': 'The run came to its end.', 'request.reread': 'The sources were read again.', 'request.refused': 'It was refused, and the person told.',
  'request.answered': 'It was answered.', 'request.withdrawn': 'The person took it back.', 'request.closed': 'It was closed.', 'subject.forgotten': 'What named the person was destroyed.',
  'kept.written': 'It was noted what is kept, and until when.', 'kept.looked': 'What was kept was looked at once more, and what had come to its end went.',
  'opendsr.ordered': 'A controller ordered it by OpenDSR.', 'document.handed_in': 'The person handed in a file.', 'document.seen': 'A file was looked at.', 'document.deleted': 'Files were deleted; that they were seen stays.',
  'objection.handed': 'It was handed to consent: what was objected to, or withdrawn, is off from then on.',
};

type Row = { readonly idx: number; readonly kind: string };

/** Everything that happened to a request, oldest first, each with its seal. */
export async function timelineOf(tx: PoolClient, context: Context, org: string, state: RequestState): Promise<Item[]> {
  // Steps are told apart, each with its deed: where there are thousands of them, they give way here to everything else.
  const { rows } = await tx.query<Row>(
    `select idx, kind from (
       select idx::float8 as idx, kind from entry where org = $1 and (about = $2 or about in (select id from kept_rows where org = $1 and request = $2)) order by kind = 'request.step', idx limit 2000) shown
     order by idx`, [org, state.id]);
  const seal = await sealsOf(tx, context, org, rows.map(({ idx }) => idx));
  return rows.map(({ idx, kind }) => ({
    kind, sentence: sentences[kind] ?? kind, detail: null, irregular: state.irregular.find(({ entry }) => entry === idx)?.why ?? null, seal: seal(idx),
  }));
}
