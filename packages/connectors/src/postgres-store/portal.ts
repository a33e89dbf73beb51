import type pg from 'pg';

/** A row as the texts that PostgreSQL sends. */
export type TextRow = readonly (string | null)[];

/** A part of an answer: its rows, and whether there are more. */
export type Part = { readonly rows: readonly TextRow[]; readonly more: boolean };

// What the driver's protocol layer offers to a query of one's own; its types name less.
type Wire = {
  readonly parse: (message: { readonly text: string }) => void;
  readonly bind: (message: { readonly portal: string; readonly values: readonly (string | null)[] }) => void;
  readonly execute: (message: { readonly portal: string; readonly rows: number }) => void;
  readonly sync: () => void;
};

const element = (value: string | null): string => (value === null ? 'null' : `"${value.replace(/["\\]/g, '\\$&')}"`);

/** A value as a parameter: a list as PostgreSQL writes an array. */
const parameter = (value: unknown): string | null => {
  if (Array.isArray(value)) return `{${(value as readonly (string | null)[]).map(element).join(',')}}`;
  return value === null || value === undefined ? null : String(value);
};

const asked = (client: pg.Client, send: (wire: Wire) => void): Promise<Part> => new Promise((give, fail) => {
  const rows: TextRow[] = [];
  let more = false;
  const query = {
    // The driver puts its time limit around this.
    callback: (error: Error | null): void => { if (error === null) give({ rows, more }); else fail(error); },
    submit: (connection: unknown): undefined => { send(connection as Wire); return undefined; },
    handleDataRow: (message: { readonly fields: TextRow }): void => { rows.push(message.fields); },
    handlePortalSuspended: (): void => { more = true; },
    handleCommandComplete: (): void => undefined,
    handleEmptyQuery: (): void => undefined,
    handleRowDescription: (): void => undefined,
    handleError: (error: Error): void => { query.callback(error); },
    handleReadyForQuery: (): void => { query.callback(null); },
  };
  client.query(query as unknown as pg.Submittable);
});

/**
 * Asks a question inside a transaction and gives its first rows, as many as `rows`, in one way there and back: as cheap as a plain
 * query when they are all. The rest is fetched from the portal, which lasts as long as the transaction, while other questions may be
 * asked in between. Rejects with PostgreSQL's error.
 */
export const openPortal = (client: pg.Client, portal: string, text: string, values: readonly unknown[], rows: number): Promise<Part> => asked(client, (wire) => {
  wire.parse({ text });
  wire.bind({ portal, values: values.map(parameter) });
  wire.execute({ portal, rows });
  wire.sync();
});

/** The next rows of a portal. */
export const nextOf = (client: pg.Client, portal: string, rows: number): Promise<Part> => asked(client, (wire) => {
  wire.execute({ portal, rows });
  wire.sync();
});
