import { z } from 'zod';
import { Refusal } from '@avouch/api/refusal';
import { decrypt, encrypt } from '../storage/key-encryption.ts';

const shapes = {
  bind: z.strictObject({ account: z.string(), until: z.number() }),
  confirm: z.strictObject({ account: z.string(), subject: z.string(), id: z.string(), purpose: z.string(), hash: z.string(), language: z.string(), until: z.number() }),
  unsubscribe: z.strictObject({ account: z.string(), purpose: z.string(), until: z.number() }),
};
type Use = keyof typeof shapes;
export type Ticket<U extends Use> = z.infer<(typeof shapes)[U]>;

/** Tokens that only this server can make and read: whoever carries one sees neither account nor pseudonym, and can change nothing. */
export type Tokens = {
  readonly write: <U extends Use>(use: U, site: string, ticket: Ticket<U>, random: (bytes: number) => Uint8Array) => string;
  /** Throws a `forbidden` refusal for a token of another use, site or server, for one that was changed, and for one that is over. */
  readonly read: <U extends Use>(use: U, site: string, token: string, nowMs: number) => Ticket<U>;
};

const refuse = (): never => {
  throw new Refusal('forbidden', 'This link or token is not valid, or not valid any more: ask for a new one.');
};

export function openTokens(key: Uint8Array): Tokens {
  return {
    write: (use, site, ticket, random) => Buffer.from(encrypt(key, ['consent', use, site], Buffer.from(JSON.stringify(ticket)), random)).toString('base64url'),
    read: (use, site, token, nowMs) => {
      const plain = decrypt(key, ['consent', use, site], Buffer.from(token, 'base64url'));
      if (plain === undefined) return refuse();
      const ticket = shapes[use].parse(JSON.parse(Buffer.from(plain).toString('utf8'))) as Ticket<typeof use>;
      return ticket.until < nowMs ? refuse() : ticket;
    },
  };
}
