import { parseDecimal } from '../encodings/bytes.ts';
import { isSameKey, KEY_TYPES, parseVerifierKey } from './verifier-key.ts';
import type { VerifierKey } from './verifier-key.ts';

/** Whom a verifier trusts, c2sp.org/tlog-policy: logs, witnesses, and how many of whom must have cosigned. */
export type Policy = {
  readonly logs: readonly VerifierKey[];
  readonly witnesses: readonly { readonly id: string; readonly key: VerifierKey }[];
  /** A group names witnesses and groups in front of it. */
  readonly groups: readonly { readonly id: string; readonly threshold: number; readonly members: readonly string[] }[];
  /** A witness, a group, or `none`. */
  readonly quorum: string;
};

type Draft = {
  logs: VerifierKey[];
  witnesses: { id: string; key: VerifierKey }[];
  groups: { id: string; threshold: number; members: string[] }[];
  quorum: string | undefined;
};

const isKnown = (draft: Draft, id: string): boolean =>
  draft.witnesses.some((witness) => witness.id === id) || draft.groups.some((group) => group.id === id);

function takeLog(draft: Draft, [text = '', ...rest]: string[]): boolean {
  const key = parseVerifierKey(text);
  if (rest.length > 1 || key?.type !== KEY_TYPES.ed25519 || draft.logs.some((log) => isSameKey(log, key))) return false;
  return draft.logs.push(key) > 0;
}

function takeWitness(draft: Draft, [id = '', text = '', ...rest]: string[]): boolean {
  const key = parseVerifierKey(text);
  if (rest.length > 1 || key?.type !== KEY_TYPES.cosignature || id === 'none' || isKnown(draft, id)) return false;
  // One key under two names would count twice towards a quorum.
  if (draft.witnesses.some((witness) => isSameKey(witness.key, key))) return false;
  return draft.witnesses.push({ id, key }) > 0;
}

function takeGroup(draft: Draft, [id = '', many = '', ...members]: string[]): boolean {
  const threshold = many === 'any' ? 1 : many === 'all' ? members.length : parseDecimal(many);
  if (id === '' || id === 'none' || isKnown(draft, id) || threshold === undefined) return false;
  if (threshold < 1 || threshold > members.length || new Set(members).size !== members.length) return false;
  if (!members.every((member) => isKnown(draft, member))) return false;
  return draft.groups.push({ id, threshold, members }) > 0;
}

function takeQuorum(draft: Draft, [id = '', ...rest]: string[]): boolean {
  if (rest.length > 0 || draft.quorum !== undefined || !(id === 'none' || isKnown(draft, id))) return false;
  draft.quorum = id;
  return true;
}

const TAKERS: { readonly [keyword: string]: (draft: Draft, words: string[]) => boolean } = {
  log: takeLog,
  witness: takeWitness,
  group: takeGroup,
  quorum: takeQuorum,
};

/** The policy in the text; undefined when any line is wrong: a trust file that is half understood trusts the wrong ones. */
export function parsePolicy(text: string): Policy | undefined {
  const draft: Draft = { logs: [], witnesses: [], groups: [], quorum: undefined };
  for (const line of text.split('\n')) {
    const [keyword = '', ...words] = line.trim().split(/[ \t]+/);
    if (keyword === '' || keyword.startsWith('#')) continue;
    const take = Object.hasOwn(TAKERS, keyword) ? TAKERS[keyword] : undefined;
    if (take === undefined || !take(draft, words)) return undefined;
  }
  const { quorum } = draft;
  return quorum === undefined || draft.logs.length === 0 ? undefined : { ...draft, quorum };
}

/** Whether these witnesses make up the quorum. */
export function isMet(policy: Policy, cosigners: readonly string[]): boolean {
  const met = new Set(cosigners);
  // Groups name only what stands in front of them, so one pass decides them all.
  for (const { id, threshold, members } of policy.groups) {
    if (members.filter((member) => met.has(member)).length >= threshold) met.add(id);
  }
  return policy.quorum === 'none' || met.has(policy.quorum);
}
