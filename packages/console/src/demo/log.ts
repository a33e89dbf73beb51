import { canonicalJson } from '@avouch/ledger/entry';
import { openSigner } from '@avouch/ledger/keys';
import { rootOf } from '@avouch/ledger/merkle';
import { seal as sealPart } from '@avouch/ledger/seal';
import type { Answer } from '@avouch/api/client';
import type { SealValue } from '../parts/Seal.tsx';

type EntryDetail = Answer<'entry'>;
/** A fact of the demo company; `parts` are payloads that are sealed apart. */
export type DemoFact = { readonly kind: string; readonly about: string; readonly aboutName?: string; readonly captured: string; readonly recorded?: string; readonly heldFrom?: string; readonly header: Readonly<Record<string, string | number | boolean>>; readonly parts?: readonly string[]; readonly actor?: string };

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const base64 = (bytes: Uint8Array): string => btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
const bytesOf = (text: string): Uint8Array => Uint8Array.from(atob(text), (character) => character.charCodeAt(0));

/** Bytes that look like chance and are the same at every run. */
function bytesFrom(seed: number): (count: number) => Uint8Array {
  let state = seed;
  const next = (): number => { state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0; return state >>> 24; };
  return (count) => Uint8Array.from({ length: count }, next);
}

/** RFC 9162 section 2.1.3, by subtree roots. */
function pathOf(index: number, leaves: readonly Uint8Array[]): Uint8Array[] {
  if (leaves.length <= 1) return [];
  const split = 2 ** Math.ceil(Math.log2(leaves.length) - 1);
  return index < split ? [...pathOf(index, leaves.slice(0, split)), rootOf(leaves.slice(split))] : [...pathOf(index - split, leaves.slice(split)), rootOf(leaves.slice(0, split))];
}

/** A real log in memory, in the formats of the ledger, so that the demo's receipts verify like any other. */
export function openDemoLog(origin: string, names: Readonly<Record<string, string>>) {
  const random = bytesFrom(7);
  const signer = openSigner(random(32), origin);
  const leaves: Uint8Array[] = [];
  const kept: { readonly fact: DemoFact; readonly parts: readonly { readonly payload: Uint8Array; readonly blind: Uint8Array; readonly commitment: Uint8Array }[] }[] = [];
  let signed: { readonly size: number; readonly text: string } | undefined;

  const checkpoint = (): string => {
    if (signed?.size === leaves.length) return signed.text;
    const text = `${origin}\n${leaves.length}\n${base64(rootOf(leaves))}\n`;
    const keyId = signer.verifierKey.split('+')[1] ?? '';
    const id = Uint8Array.from(keyId.match(/../g) ?? [], (pair) => parseInt(pair, 16));
    signed = { size: leaves.length, text: `${text}\n— ${signer.name} ${base64(Uint8Array.from([...id, ...signer.sign(utf8(text))]))}\n` };
    return signed.text;
  };
  const sealOf = (index: number): SealValue => {
    const fact = kept[index]?.fact;
    if (fact === undefined) throw new RangeError(`The demo log has no entry ${index}`);
    const actor = fact.actor ?? 'collector';
    return { entry: index, kind: fact.kind, heldFrom: fact.heldFrom ?? null, heldTo: null, captured: fact.captured, recorded: fact.recorded ?? fact.captured, actor, actorName: names[actor] ?? null };
  };
  const summaryOf = (index: number): Answer<'entries'>['items'][number] => {
    const { fact, parts } = kept[index]!;
    const { actor, actorName, captured, recorded } = sealOf(index);
    return { index, kind: fact.kind, about: fact.about, aboutName: fact.aboutName ?? null, actor, actorName, captured, recorded, origin: 'avouch 0.1.0', parts: parts.length, forgotten: 0 };
  };
  return {
    origin, verifierKey: signer.verifierKey, size: () => leaves.length, checkpoint, sealOf, summaryOf,
    append: (fact: DemoFact): SealValue => {
      const parts = (fact.parts ?? []).map((text) => sealPart(utf8(text), null, random));
      const entry = {
        v: 1, kind: fact.kind, about: fact.about, actor: fact.actor ?? 'collector', captured: fact.captured, recorded: fact.recorded ?? fact.captured, header: fact.header, origin: { name: 'avouch', version: '0.1.0' },
        ...(fact.heldFrom === undefined ? {} : { held: { from: fact.heldFrom } }),
        ...(parts.length === 0 ? {} : { seals: { count: parts.length, root: base64(rootOf(parts.map((part) => part.commitment))) } }),
      };
      leaves.push(utf8(canonicalJson(entry)));
      kept.push({ fact, parts });
      return sealOf(leaves.length - 1);
    },
    detail: (index: number): EntryDetail | undefined => {
      const leaf = leaves[index];
      if (leaf === undefined) return undefined;
      const proof = `c2sp.org/tlog-proof@v1\nindex ${index}\n${pathOf(index, leaves).map((hash) => `${base64(hash)}\n`).join('')}\n${checkpoint()}`;
      const { parts } = kept[index]!;
      return { ...summaryOf(index), bytes: base64(leaf), proof, verifierKey: signer.verifierKey, commitments: parts.map((part) => base64(part.commitment)), disclosed: parts.map((part) => ({ forgotten: false as const, payload: base64(part.payload), blind: base64(part.blind) })) };
    },
    proofBytes: (text: string): Uint8Array => bytesOf(btoa(text)),
  };
}
/** The demo's log. */
export type DemoLog = ReturnType<typeof openDemoLog>;
