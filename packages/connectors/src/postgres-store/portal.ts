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
  readonly stream: { readonly cork: () => void; readonly uncork: () => void };
};

const element = (value: string | null): string => (value === null ? 'null' : `"${value.replace(/["\\]/g, '\\$&')}"`);

/** A value as a parameter: a list as PostgreSQL writes an array. */
const parameter = (value: unknown): string | null => {
  if (Array.isArray(value)) return `{${(value as readonly (string | null)[]).map(element).join(',')}}`;
  return value === null || value === undefined ? null : String(value);
};

/** How many questions go out together: those who ask at once wait for one way there and back, and the server for none. */
export const atOnce = 8;

/** Asks questions on one connection inside its transaction. Those that are asked while others are under way go out together. */
export type Lane = {
  /**
   * Asks a question and gives its first rows, as many as `rows`. The rest is fetched from the portal, which lasts as long as the
   * transaction, while other questions may be asked in between. Rejects with PostgreSQL's error, and so does what went out with it.
   */
  readonly open: (portal: string, text: string, values: readonly unknown[], rows: number) => Promise<Part>;
  /** The next rows of a portal. */
  readonly next: (portal: string, rows: number) => Promise<Part>;
};

type Question = { readonly send: (wire: Wire) => void; readonly rows: TextRow[]; readonly give: (part: Part) => void; readonly fail: (error: Error) => void };

/** Opens a lane. The server gives each question `questionS` seconds; this process a little more for all that went out together. */
export const openLane = (client: pg.Client, questionS: number): Lane => {
  const waiting: Question[] = [];
  let busy = false;
  const sendOn = (): void => {
    if (busy || waiting.length === 0) return;
    busy = true;
    const sent = waiting.splice(0, atOnce);
    let at = 0;
    const answered = (more: boolean): void => {
      const question = sent[at];
      at += 1;
      question?.give({ rows: question.rows, more });
    };
    const query = {
      query_timeout: (sent.length * questionS + 5) * 1000,
      // The driver puts its time limit around this.
      callback: (error: Error | null): void => {
        for (const question of sent.slice(at)) question.fail(error ?? new Error('the answer was cut short'));
        at = sent.length;
        busy = false;
        sendOn();
      },
      submit: (connection: unknown): undefined => {
        const wire = connection as Wire;
        wire.stream.cork();
        for (const question of sent) question.send(wire);
        wire.sync();
        wire.stream.uncork();
        return undefined;
      },
      handleDataRow: (message: { readonly fields: TextRow }): void => { sent[at]?.rows.push(message.fields); },
      handlePortalSuspended: (): void => { answered(true); },
      handleCommandComplete: (): void => { answered(false); },
      handleEmptyQuery: (): void => { answered(false); },
      handleRowDescription: (): void => undefined,
      handleError: (error: Error): void => { query.callback(error); },
      handleReadyForQuery: (): void => { query.callback(null); },
    };
    client.query(query as unknown as pg.Submittable);
  };
  const ask = (send: (wire: Wire) => void): Promise<Part> => new Promise((give, fail) => {
    waiting.push({ send, rows: [], give, fail });
    sendOn();
  });
  return {
    open: (portal, text, values, rows) => ask((wire) => {
      wire.parse({ text });
      wire.bind({ portal, values: values.map(parameter) });
      wire.execute({ portal, rows });
    }),
    next: (portal, rows) => ask((wire) => { wire.execute({ portal, rows }); }),
  };
};
