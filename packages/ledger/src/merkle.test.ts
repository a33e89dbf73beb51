import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { rootOf } from './merkle.ts';
import { chance } from './testing/facts.ts';
import { leafHash, rootOfHashes } from './trees/hashes.ts';
import { consistencyProof, inclusionProof, isConsistent, isIncluded, rootAt } from './trees/proofs.ts';
import type { HashReader } from './trees/proofs.ts';
import { edgePlaces, formatTilePath, grow, parseTilePath, rootOfEdge, tileHashReader } from './trees/tiles.ts';
import type { Edge } from './trees/tiles.ts';
import { readFile } from 'node:fs/promises';

type Vectors = {
  readonly leaves: readonly string[];
  readonly roots: readonly string[];
  readonly inclusion: readonly { readonly index: number; readonly size: number; readonly proof: readonly string[] }[];
  readonly consistency: readonly { readonly from: number; readonly to: number; readonly proof: readonly string[] }[];
};

const vectors = JSON.parse(await readFile(new URL('../../../vectors/log/rfc6962.json', import.meta.url), 'utf8')) as Vectors;
const hex = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'hex'));
const leaves = vectors.leaves.map(hex);
const toHex = (hashes: readonly Uint8Array[]): string[] => hashes.map((hash) => Buffer.from(hash).toString('hex'));

/** Answers out of the leaves themselves: the definition of the tree, without tiles. */
const readerOf =
  (hashes: readonly Uint8Array[]): HashReader =>
  async (nodes) =>
    nodes.map(({ level, index }) => {
      const [from, to] = [index * 2 ** level, (index + 1) * 2 ** level];
      if (to > hashes.length) throw new RangeError('outside the log');
      return rootOfHashes(hashes, from, to);
    });

describe('the tree of certificate transparency', () => {
  test('the root of every size is the published one', () => {
    vectors.roots.forEach((root, size) => expect(toHex([rootOf(leaves.slice(0, size))])).toEqual([root]));
  });

  test('published inclusion proofs are the ones made, and hold', async () => {
    for (const { index, size, proof } of vectors.inclusion) {
      expect(toHex(await inclusionProof(index, size, readerOf(leaves.map(leafHash))))).toEqual(proof);
      const root = hex(vectors.roots[size] as string);
      expect(isIncluded({ leaf: leafHash(leaves[index] as Uint8Array), index, size, proof: proof.map(hex), root })).toBe(true);
    }
  });

  test('published consistency proofs are the ones made, and hold', async () => {
    for (const { from, to, proof } of vectors.consistency) {
      expect(toHex(await consistencyProof(from, to, readerOf(leaves.map(leafHash))))).toEqual(proof);
      const [oldRoot, root] = [hex(vectors.roots[from] as string), hex(vectors.roots[to] as string)];
      expect(isConsistent({ oldSize: from, oldRoot, size: to, root, proof: proof.map(hex) })).toBe(true);
    }
  });
});

const random = chance('leaves');
const many = Array.from({ length: 1500 }, () => random(32));
const sizes = fc.integer({ min: 1, max: many.length });

describe('laws of the tree', () => {
  test('every entry of every log proves its own place and no other', async () => {
    await fc.assert(
      fc.asyncProperty(sizes, fc.nat(), fc.nat(), async (size, pick, other) => {
        const [index, wrong] = [pick % size, other % size];
        const proof = await inclusionProof(index, size, readerOf(many));
        const root = rootOfHashes(many, 0, size);
        const leaf = many[index] as Uint8Array;
        expect(isIncluded({ leaf, index, size, proof, root })).toBe(true);
        expect(isIncluded({ leaf: many[wrong] as Uint8Array, index: wrong, size, proof, root })).toBe(wrong === index);
        expect(isIncluded({ leaf, index, size, proof: [...proof, leaf], root })).toBe(false);
        expect(isIncluded({ leaf, index, size, proof: proof.slice(1), root })).toBe(size === 1);
      }),
      { numRuns: 60 },
    );
  });

  test('every log proves that it grew, and never from another history', async () => {
    await fc.assert(
      fc.asyncProperty(sizes, fc.nat(), async (size, pick) => {
        const oldSize = (pick % size) + 1;
        const proof = await consistencyProof(oldSize, size, readerOf(many));
        const [oldRoot, root] = [rootOfHashes(many, 0, oldSize), rootOfHashes(many, 0, size)];
        expect(isConsistent({ oldSize, oldRoot, size, root, proof })).toBe(true);
        const forked = rootOfHashes([many[1499] as Uint8Array, ...many.slice(1, oldSize)]);
        expect(isConsistent({ oldSize, oldRoot: forked, size, root, proof })).toBe(false);
        if (proof.length > 0) expect(isConsistent({ oldSize, oldRoot, size, root, proof: proof.slice(0, -1) })).toBe(false);
      }),
      { numRuns: 60 },
    );
  });

  test('tiles grown in steps of any size give the same root and proofs as the leaves', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 5 }), fc.nat(), async (steps, pick) => {
        let edge: Edge = { size: 0, levels: [] };
        const stored = new Map<string, Uint8Array>();
        for (const step of steps) {
          const grown = grow(edge, many.slice(edge.size, edge.size + step));
          edge = grown.edge;
          for (const { level, n, hashes } of grown.tiles) stored.set(`${level}/${n}`, Uint8Array.from(Buffer.concat(hashes)));
        }
        const { size } = edge;
        const reader = tileHashReader(async (places) => places.map(({ level, n }) => stored.get(`${level}/${n}`) as Uint8Array));
        const expected = [rootOfHashes(many, 0, size), ...(await inclusionProof(pick % size, size, readerOf(many)))];
        expect(toHex([rootOfEdge(edge)])).toEqual(toHex(expected.slice(0, 1)));
        expect(toHex([await rootAt(size, reader), ...(await inclusionProof(pick % size, size, reader))])).toEqual(toHex(expected));
        expect(edgePlaces(size).map(({ width }) => width)).toEqual(edge.levels.map((hashes) => hashes.length));
      }),
      { numRuns: 25 },
    );
  });
});

test('a tile path has one spelling', () => {
  expect(formatTilePath(0, 1234067, 256)).toBe('tile/0/x001/x234/067');
  expect(parseTilePath('tile/entries/x001/067.p/17')).toEqual({ kind: 'entries', n: 1067, width: 17 });
  for (const path of ['tile/00/000', 'tile/0/0', 'tile/0/000.p/256', 'tile/0/000.p/0', 'tile/0/x000/001', 'tile/64/000', 'tile/0/000/', 'tile/0/000.p/01', '/tile/0/000']) {
    expect(parseTilePath(path), path).toBeUndefined();
  }
  fc.assert(fc.property(fc.integer({ min: 0, max: 63 }), fc.nat(2 ** 31 - 1), fc.integer({ min: 1, max: 256 }), (level, n, width) => {
    expect(parseTilePath(formatTilePath(level, n, width))).toEqual({ kind: 'tile', level, n, width });
  }));
});
