import { Refusal } from '@avouch/api/refusal';
import type { Answer } from '@avouch/api/client';
import { permissionsOf, type Permission } from '@avouch/api/contract';
import type { Disclosed, Entry } from '@avouch/ledger/entry';
import type { Actor, Context, Handlers } from '../context.ts';
import type { SignIn } from '../identity/sign-in.ts';
import { asMember } from '../tenancy/tenant.ts';

type Summary = Answer<'entries'>['items'][number];
type Row = Omit<Summary, 'aboutName' | 'actorName'>;

/** The ledger's pages, proofs and static resources. `signIn` lets go of somebody who is forgotten. */
export const ledgerHandlers = (signIn: Pick<SignIn, 'remove'>): Handlers => ({
  ledger: async ({ params: { org } }, context) => stateOf(org, context),
  entries: async ({ params: { org }, query }, context) => {
    const before = query.cursor === undefined ? null : cursorOf(query.cursor);
    const { rows } = await context.tenant(org, (tx) => tx.query<Row>(
      `select ${columns} from entry
       where org = $1 and ($2::bigint is null or idx < $2) and ($3::text is null or kind = $3) and ($4::text is null or about = $4)
       order by idx desc limit $5`,
      [org, before, query.kind ?? null, query.about ?? null, query.limit + 1]));
    const items = rows.slice(0, query.limit);
    const total = query.kind === undefined && query.about === undefined ? await (await context.ledgerOf(org)).size() : null;
    return { items: await named(org, items, context), next: rows.length > query.limit ? String(items.at(-1)?.index) : null, total };
  },
  entry: async ({ params: { org, index }, actor }, context) => detailOf(org, index, actor, context),
  proof: async ({ params: { org, index } }, context) => {
    const ledger = await context.ledgerOf(org);
    if (index >= (await ledger.size())) throw noEntry();
    return { name: `${org}-${index}.tlog-proof`, type: 'text/plain; charset=utf-8', bytes: Buffer.from(await ledger.proof(index)) };
  },
  tiles: async ({ params }, context) => {
    const path = params['*'];
    const found = await (await context.ledgerOf(params.org)).resource(path);
    if (found === undefined) throw new Refusal('not_found', 'The log has no such resource.');
    return { name: path.replaceAll('/', '-'), type: path === 'checkpoint' ? 'text/plain; charset=utf-8' : 'application/octet-stream', bytes: found };
  },
  consistency: async ({ params: { org }, query: { from, to } }, context) => {
    const ledger = await context.ledgerOf(org);
    if (from > to || to > (await ledger.size())) throw new Refusal('invalid', 'from and to are sizes of this log, from not above to.', { field: 'from' });
    return { hashes: [...(await ledger.consistency(from, to))] };
  },
  cosign: async ({ params: { org }, body }, context) => {
    try {
      await (await context.ledgerOf(org)).cosign(body.lines);
    } catch (cause) {
      if (cause instanceof Error && cause.name === 'AppendError') throw new Refusal('invalid', `The cosignature is not taken: ${cause.message}.`, { cause, field: 'lines' });
      throw cause;
    }
    return { ok: true };
  },
  forget: async ({ params: { org }, body, actor }, context) => {
    checkGround(body.basis);
    const known = await standingOf(org, body.subject, context);
    if (known === 'member') throw new Refusal('conflict', 'This is a present member: end the membership first.', { field: 'subject' });
    // What is given here is written in public for ever: an id that the ledger made names nobody, a word of the caller's may.
    if (known === undefined) throw new Refusal('not_found', 'The ledger keeps nothing about such a subject.', { field: 'subject' });
    const receipt = await (await context.ledgerOf(org)).forget({ subject: body.subject, basis: body.basis, actor: actor.member, at: context.now().toISOString() });
    // A former member's name lies with sign-in; somebody who is a member elsewhere keeps it there.
    const elsewhere = await asMember(context.pool, body.subject, (tx) => tx.query('select from member where id = $1 and ended is null', [body.subject]));
    if (elsewhere.rowCount === 0) await signIn.remove(body.subject);
    return { entry: receipt.index };
  },
});

/** A provision of a law: its short name, article, paragraph and letter. */
const GROUND = /^[A-Z][A-Za-z]{0,11} (?:Art\.?|Article|Sec\.?|§) ?\d{1,4}[a-z]?(?: ?\(\d{1,3}\)| ?\([a-z]{1,2}\)){0,4}$/;

/** Refuses whatever is more than a legal ground. */
export function checkGround(basis: string): void {
  if (!GROUND.test(basis)) throw new Refusal('invalid', 'basis stands in public for ever and must name nobody: give the legal ground alone, as in “GDPR Art. 17(1)(b)”.', { field: 'basis' });
}

/** What the organisation has of a subject: a present member, something that can be forgotten, or nothing. */
async function standingOf(org: string, subject: string, context: Context): Promise<'member' | 'subject' | undefined> {
  return context.tenant(org, async (tx) => {
    const member = (await tx.query<{ present: boolean }>('select ended is null as present from member where org = $1 and id = $2', [org, subject])).rows[0];
    if (member !== undefined) return member.present ? 'member' : 'subject';
    const { rowCount } = await tx.query('select from ledger_key where org = $1 and subject = $2 union all select from ledger_erasure where org = $1 and subject = $2', [org, subject]);
    return rowCount === 0 ? undefined : 'subject';
  });
}

const columns = 'idx::float8 as index, kind, about, actor, captured, recorded, origin, parts, forgotten';
const noEntry = (): Refusal => new Refusal('not_found', 'The ledger has no such entry.');

function cursorOf(cursor: string): number {
  if (!/^\d{1,15}$/.test(cursor)) throw new Refusal('invalid', 'cursor is not one that this list gave.', { field: 'cursor' });
  return Number(cursor);
}

async function named(org: string, rows: readonly Row[], context: Context): Promise<Summary[]> {
  const names = await context.actorNames(org, rows.flatMap((row) => [row.actor, row.about]));
  const labels = await context.tenant(org, (tx) => tx.query<{ id: string; label: string }>(
    `select id, coalesce(value ->> 'name', value ->> 'title') as label from record_version
     where org = $1 and id = any ($2) and superseded is null`, [org, [...new Set(rows.map((row) => row.about))]]));
  const labelOf = new Map(labels.rows.map(({ id, label }) => [id, label]));
  return rows.map((row) => ({ ...row, actorName: names.get(row.actor) ?? null, aboutName: labelOf.get(row.about) ?? names.get(row.about) ?? null }));
}

/** What holds keys and hashes of keys: it is for the server alone. */
const opensNever: readonly string[] = ['request.received', 'answer.released', 'app_key.issued', 'suppression.written', 'restriction.set', 'kept.written', 'consent.key_made'];

/** Whose openings a role may see: what may be read elsewhere by the same permission. Others see that there are some. */
const opensFor = ({ kind, header }: Entry): Permission | undefined => {
  if (opensNever.includes(kind)) return undefined;
  if (/^(request|recipient|answer|restriction|retention|kept|objection|opendsr|document|assertion_key)\./.test(kind) || header['type'] === 'legal-hold') return 'privacy.write';
  // A binding names an account of the company, which no page of consent shows.
  if (kind === 'consent.bound') return 'privacy.write';
  if (kind.startsWith('consent.')) return 'consent.read';
  if (kind.startsWith('datamap.')) return 'privacy.read';
  if (kind.startsWith('record.')) return 'records.read';
  if (kind.startsWith('reading.')) return 'sources.read';
  return 'evidence.read';
};

async function detailOf(org: string, index: number, actor: Actor, context: Context): Promise<Answer<'entry'>> {
  const ledger = await context.ledgerOf(org);
  const kept = await ledger.read(index);
  const { rows } = await context.tenant(org, (tx) => tx.query<Row>(`select ${columns} from entry where org = $1 and idx = $2`, [org, index]));
  const [summary] = await named(org, rows, context);
  if (kept === undefined || summary === undefined) throw noEntry();
  const opens = opensFor(kept.entry);
  const mayOpen = opens !== undefined && permissionsOf[actor.role].includes(opens);
  const proof = await ledger.proof(index);
  return {
    ...summary, proof, bytes: base64(kept.bytes), verifierKey: await verifierKeyOf(org, context), commitments: kept.commitments.map(base64),
    disclosed: mayOpen ? (await ledger.disclose(index)).map(openingOf) : [],
  };
}

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');

const openingOf = (part: Disclosed): Answer<'entry'>['disclosed'][number] =>
  part.forgotten ? { forgotten: true, at: part.at, entry: part.entry } : { forgotten: false, payload: base64(part.payload), blind: base64(part.blind) };

async function verifierKeyOf(org: string, context: Context): Promise<string> {
  const { rows } = await context.tenant(org, (tx) => tx.query<{ key: string }>('select verifier_key as key from log_key where org = $1', [org]));
  return rows[0]?.key ?? '';
}

async function stateOf(org: string, context: Context): Promise<Answer<'ledger'>> {
  const ledger = await context.ledgerOf(org);
  const checkpoint = await ledger.checkpoint();
  const { stamps, signed } = await context.tenant(org, async (tx) => ({
    stamps: (await tx.query<{ authority: string; at: Date; size: number }>('select authority, at, size::float8 as size from checkpoint_stamp where org = $1 order by size desc limit 20', [org])).rows,
    signed: (await tx.query<{ ms: number }>('select signed_ms::float8 as ms from ledger_checkpoint where org = $1 order by size desc limit 1', [org])).rows[0],
  }));
  return {
    origin: ledger.origin, size: await ledger.size(), checkpoint, verifierKey: await verifierKeyOf(org, context),
    signedAt: signed === undefined ? null : new Date(signed.ms).toISOString(),
    witnesses: witnessesIn(checkpoint, ledger.origin),
    timestamps: stamps.map(({ authority, at, size }) => ({ authority, size, at: at.toISOString() })),
  };
}

/** Who cosigned, and when: the first 8 bytes of a cosignature after its key id are its time in seconds. */
function witnessesIn(checkpoint: string, origin: string): Answer<'ledger'>['witnesses'] {
  return checkpoint.split('\n').filter((line) => line.startsWith('— ')).flatMap((line) => {
    const [, name = '', signature = ''] = line.split(' ');
    const bytes = Buffer.from(signature, 'base64');
    return name === origin || bytes.length !== 4 + 8 + 64 ? [] : [{ name, at: new Date(Number(bytes.readBigUInt64BE(4)) * 1000).toISOString() }];
  });
}
