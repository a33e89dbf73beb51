import { equalBytes } from '../encodings/bytes.ts';
import { nodeHash, splitOf } from './hashes.ts';

/** A complete subtree: the 2^level leaves that begin at index · 2^level. */
export type TreeNode = { readonly level: number; readonly index: number };

/**
 * All that proofs need of the world: the hashes of these complete subtrees, in order. A reader may be asked only for
 * subtrees that lie whole within the log, and throws when it cannot answer.
 */
export type HashReader = (nodes: readonly TreeNode[]) => Promise<readonly Uint8Array[]>;

type Range = { readonly from: number; readonly to: number };

/** The complete subtrees, left to right, that make up a range which begins at a multiple of its largest one. */
function nodesOf({ from, to }: Range): TreeNode[] {
  const nodes: TreeNode[] = [];
  for (let at = from; at < to; ) {
    let [width, level] = [1, 0];
    while (width * 2 <= to - at) [width, level] = [width * 2, level + 1];
    nodes.push({ level, index: at / width });
    at += width;
  }
  return nodes;
}

async function hashesOf(ranges: readonly Range[], read: HashReader): Promise<readonly Uint8Array[]> {
  const nodes = ranges.map(nodesOf);
  const hashes = await read(nodes.flat());
  let at = 0;
  return nodes.map(({ length }) => {
    at += length;
    return hashes.slice(at - length, at).reduceRight((right, left) => nodeHash(left, right));
  });
}

/** The tree head at a size of at least 1. */
export async function rootAt(size: number, read: HashReader): Promise<Uint8Array> {
  const [root] = await hashesOf([{ from: 0, to: size }], read);
  return root as Uint8Array;
}

function inclusionRanges(index: number, from: number, to: number): Range[] {
  if (to - from === 1) return [];
  const middle = from + splitOf(to - from);
  return index < middle
    ? [...inclusionRanges(index, from, middle), { from: middle, to }]
    : [...inclusionRanges(index, middle, to), { from, to: middle }];
}

function consistencyRanges(old: number, from: number, to: number, whole: boolean): Range[] {
  if (old === to) return whole ? [] : [{ from, to }];
  const middle = from + splitOf(to - from);
  return old <= middle
    ? [...consistencyRanges(old, from, middle, whole), { from: middle, to }]
    : [...consistencyRanges(old, middle, to, false), { from, to: middle }];
}

/** RFC 9162 section 2.1.3.1. Throws RangeError when the index is not below the size. */
export async function inclusionProof(index: number, size: number, read: HashReader): Promise<readonly Uint8Array[]> {
  if (!(index >= 0 && index < size)) throw new RangeError(`no entry ${index} in a log of ${size}`);
  return hashesOf(inclusionRanges(index, 0, size), read);
}

/** RFC 9162 section 2.1.4.1; empty from nothing and between equal sizes. Throws RangeError when old > size. */
export async function consistencyProof(old: number, size: number, read: HashReader): Promise<readonly Uint8Array[]> {
  if (!(old >= 0 && old <= size)) throw new RangeError(`no consistency proof from ${old} to ${size}`);
  return old === 0 || old === size ? [] : hashesOf(consistencyRanges(old, 0, size, true), read);
}

const isOdd = (value: number): boolean => value % 2 === 1;
const half = (value: number): number => Math.floor(value / 2);

export type Inclusion = {
  readonly leaf: Uint8Array;
  readonly index: number;
  readonly size: number;
  readonly proof: readonly Uint8Array[];
  readonly root: Uint8Array;
};

/** RFC 9162 section 2.1.3.2, step by step. */
export function isIncluded({ leaf, index, size, proof, root }: Inclusion): boolean {
  if (!(index >= 0 && index < size)) return false;
  let [fn, sn, hash] = [index, size - 1, leaf];
  for (const sibling of proof) {
    if (sn === 0) return false;
    if (isOdd(fn) || fn === sn) {
      hash = nodeHash(sibling, hash);
      while (!isOdd(fn) && fn !== 0) [fn, sn] = [half(fn), half(sn)];
    } else {
      hash = nodeHash(hash, sibling);
    }
    [fn, sn] = [half(fn), half(sn)];
  }
  return sn === 0 && equalBytes(hash, root);
}

export type Growth = {
  readonly oldSize: number;
  readonly oldRoot: Uint8Array;
  readonly size: number;
  readonly root: Uint8Array;
  readonly proof: readonly Uint8Array[];
};

/** RFC 9162 section 2.1.4.2, step by step. From nothing every log grows, by an empty proof only. */
export function isConsistent({ oldSize, oldRoot, size, root, proof }: Growth): boolean {
  if (oldSize > size || oldSize < 0) return false;
  if (oldSize === size) return proof.length === 0 && equalBytes(oldRoot, root);
  if (oldSize === 0) return proof.length === 0;
  if (proof.length === 0) return false;
  let [fn, sn] = [oldSize - 1, size - 1];
  while (isOdd(fn)) [fn, sn] = [half(fn), half(sn)];
  // fn is 0 exactly when the old size is a power of two: then the old root itself begins the path.
  const [first, ...rest] = fn === 0 ? [oldRoot, ...proof] : proof;
  let [fr, sr] = [first as Uint8Array, first as Uint8Array];
  for (const hash of rest) {
    if (sn === 0) return false;
    if (isOdd(fn) || fn === sn) {
      [fr, sr] = [nodeHash(hash, fr), nodeHash(hash, sr)];
      while (!isOdd(fn) && fn !== 0) [fn, sn] = [half(fn), half(sn)];
    } else {
      sr = nodeHash(sr, hash);
    }
    [fn, sn] = [half(fn), half(sn)];
  }
  return sn === 0 && equalBytes(fr, oldRoot) && equalBytes(sr, root);
}
