import type { Fact, Receipt } from '../entry.ts';
import { formatBase64 } from '../encodings/bytes.ts';
import type { ForgetOrder } from '../ledger.ts';
import { seal } from '../seal.ts';
import type { StorageWriter } from '../storage/storage.ts';
import { leafHash } from '../trees/hashes.ts';
import type { Prepared } from './drafts.ts';

type Erasure<Tx> = {
  readonly facts: (writer: StorageWriter<Tx>) => Promise<readonly Prepared[]>;
  readonly finish: (writer: StorageWriter<Tx>, receipts: readonly Receipt[]) => Promise<void>;
  /** The receipt of the erasure that stood before this one, when there was one. */
  readonly earlier: () => Receipt | undefined;
};

type Means = {
  readonly log: string;
  readonly random: (bytes: number) => Uint8Array;
  readonly prepare: (fact: Fact) => Prepared;
};

/**
 * The order as a call: the entry `subject.forgotten` names the opaque subject and the ground; which places it emptied
 * is a part about nobody, so that a verifier may be shown it. Ordering an erasure twice gives the first one's receipt.
 */
export function erasureOf<Tx>(order: ForgetOrder, { log, random, prepare }: Means): Erasure<Tx> {
  let earlier: Receipt | undefined;
  return {
    facts: async (writer) => {
      const [standing] = await writer.standings([order.subject]);
      if (standing?.erasure !== undefined) {
        const { index, at } = standing.erasure;
        const [row] = await writer.entries(index, index + 1);
        if (row === undefined) throw new Error(`entry ${index} of an erasure is missing`);
        earlier = { log, index, recorded: at, leaf: formatBase64(leafHash(row.bytes)) };
        return [];
      }
      const places = await writer.partsOf(order.subject);
      const emptied = seal({ emptied: places.map(({ index, part }) => ({ index, part })) }, null, random);
      return [
        prepare({
          kind: 'subject.forgotten',
          about: order.subject,
          actor: order.actor,
          captured: order.at,
          origin: { name: 'ledger', version: '1' },
          header: { basis: order.basis, count: places.length },
          parts: [emptied],
        }),
      ];
    },
    finish: async (writer, [receipt]) => {
      if (receipt !== undefined) await writer.erase({ subject: order.subject, index: receipt.index, at: receipt.recorded });
    },
    earlier: () => earlier,
  };
}
