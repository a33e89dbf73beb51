import pg from 'pg';
import type { DataMap, Hop, MappedField, MappedPlace, OwnerPath } from '@avouch/privacy/datamap';

/**
 * A shop of 40 tables. How many rows a table has goes by how many a customer has of it on average; whose a row is, by a draw that
 * gives a few customers most of them, spread over the whole table. Foreign keys are indexed, as whoever erases needs them to be.
 */
type Table = {
  readonly name: string;
  /** Rows for each customer, on average. */
  readonly each: number;
  /** By whom its rows are owned: customers of their own, orders or lines; `two` owners, or an owner and one who may `see`. */
  readonly by: 'customer' | 'order' | 'line' | 'two' | 'see';
  readonly kept?: boolean;
};

const own = (by: Table['by'], list: Readonly<Record<string, number>>): readonly Table[] => Object.entries(list).map(([name, each]) => ({ name, each, by }));

/** Each before those that point at it. */
export const tables: readonly Table[] = [
  { name: 'orders', each: 4, by: 'customer' },
  { name: 'lines', each: 8, by: 'order' },
  ...own('customer', {
    addresses: 1.5, sessions: 12, page_views: 14, searches: 6, carts: 2, reviews: 1, questions: 0.5, wishes: 2, tickets: 0.5, opt_ins: 1, devices: 1.5, coupons: 1, points: 3, subscriptions: 0.3,
    mails: 10, notices: 5, surveys: 0.5, logins: 6, cards: 0.8, remarks: 0.4,
  }),
  ...own('two', { messages: 4, referrals: 0.5, presents: 0.5 }),
  ...own('see', { lists: 0.5, calendars: 0.3 }),
  ...own('order', { payments: 4, shipments: 3, refunds: 0.4, events: 8, discounts: 1, coverings: 0.5 }),
  { name: 'invoices', each: 4, by: 'order', kept: true },
  ...own('line', { returns: 0.4, options: 3, warranties: 0.5, picks: 4, ratings: 1 }),
];

/** How many customers a shop of so many rows has. */
export const peopleOf = (rows: number): number => Math.max(200, Math.round(rows / (1 + tables.reduce((sum, { each }) => sum + each, 0))));

const fields = ['note', 'label', 'amount', 'happened', 'done', 'detail'] as const;
const pointersOf = ({ by }: Table): readonly string[] => (by === 'order' ? ['order_id'] : by === 'line' ? ['line_id'] : by === 'customer' ? ['customer_id'] : ['customer_id', 'other_id']);
const columnsOf = (table: Table): readonly string[] => ['id', ...pointersOf(table), ...fields, ...(table.by === 'two' ? ['reply'] : [])];

const personal = (category: string, of = 'owner'): MappedField => ({ category, of, special: false, provenance: 'given', purposes: [], erasure: category === 'none' ? 'keep' : 'clear', loosens: false });
const hop = (place: string, here: string): Hop => ({ system: 'shop', place, on: [[here, 'id']] });
const path = (field: string, ...hops: Hop[]): OwnerPath => ({ hops, field, is: 'customer.id' });
const toOrder = hop('public.orders', 'order_id');
const pathOf = ({ by }: Table): OwnerPath => (by === 'order' ? path('customer_id', toOrder) : by === 'line' ? path('customer_id', hop('public.lines', 'line_id'), toOrder) : path('customer_id'));

const ofAll = (of: string): Readonly<Record<string, MappedField>> => ({
  id: personal('none', of), note: personal('content.message', of), label: personal('preference', of), amount: personal('payment.transaction', of), happened: personal('behaviour', of), done: personal('none', of), detail: personal('behaviour', of),
});

function placeOf(table: Table): MappedPlace {
  const pointers = Object.fromEntries(pointersOf(table).map((pointer) => [pointer, personal('none', 'all')]));
  return {
    title: table.name, personal: true, key: [], purposes: [], owners: { owner: pathOf(table), ...(table.by === 'two' ? { other: path('other_id') } : {}) }, access: table.by === 'see' ? { seer: path('other_id') } : {},
    ...(table.kept === true ? { rows: 'keep' as const, keep: { reason: 'Invoices are kept for ten years.', exemption: '17(3)(b)' as const, until: { after: 'happened', period: 'P10Y' } } } : { rows: 'delete' as const }),
    // Of a row that two own, or that somebody else may see, most is everybody's, and the note is its owner's alone.
    fields: { ...ofAll(table.by === 'two' || table.by === 'see' ? 'all' : 'owner'), ...pointers, note: personal('content.message'), ...(table.by === 'two' ? { reply: personal('content.message', 'other') } : {}) },
  };
}

/** The data map of the shop. */
export const map: DataMap = {
  version: 1, purposes: {}, recipients: {}, people: { customer: { title: 'Customers', keys: { id: { title: 'Number', several: false } } } },
  systems: { shop: { title: 'Shop', role: 'controller', engine: 'postgres', places: {
    'public.customers': { title: 'Customers', personal: true, key: [], identifies: { people: 'customer', keys: { id: 'id' }, leads: ['id'] }, owners: {}, access: {}, purposes: [], rows: 'delete', fields: ofAll('self') },
    ...Object.fromEntries(tables.map((table) => [`public.${table.name}`, placeOf(table)])),
  } } },
};

const values = "md5(n::text) || ' of ' || n, 'label ' || n % 100, (n % 10000)::numeric / 100, timestamptz '2020-01-01' + n % 3000000 * interval '1 minute', n % 3 = 0, case when n % 4 = 0 then jsonb_build_object('n', n, 'from', 'web') end";
const types = 'note text, label text, amount numeric(10,2), happened timestamptz not null, done boolean not null, detail jsonb';

/** A draw from 1 to `size`, by number and table: `skewed` gives the first few a large share, as a few customers do most of the buying. */
const drawn = (size: number, salt: number, skewed: boolean): string => {
  const even = `(('x' || substr(md5(n || '/${salt}'), 1, 7))::bit(28)::int / 268435456.0::float8)`;
  return skewed ? `1 + floor(${size} * ${even} * ${even})::int` : `1 + floor(${size} * ${even})::int`;
};

async function fillTable(client: pg.Client, table: Table, people: number, salt: number): Promise<number> {
  const rows = Math.max(50, Math.round(people * table.each));
  const sizeOf = (pointer: string): number => (pointer === 'order_id' ? Math.round(people * 4) : pointer === 'line_id' ? Math.round(people * 8) : people);
  const pointers = pointersOf(table);
  const source = (pointer: string, at: number): string => (pointer === 'other_id' ? `case when n % 2 = 0 then ${drawn(people, salt + at, true)} end` : drawn(sizeOf(pointer), salt + at, pointer === 'customer_id'));
  const to = (pointer: string): string => (pointer === 'order_id' ? 'orders' : pointer === 'line_id' ? 'lines' : 'customers');
  const reply = table.by === 'two' ? ", case when n % 2 = 0 then 'reply ' || n end" : '';
  await client.query(`begin; create table ${table.name} (id int not null, ${pointers.map((pointer) => `${pointer} int${pointer === 'other_id' ? '' : ' not null'}`).join(', ')}, ${types}${table.by === 'two' ? ', reply text' : ''});
    insert into ${table.name} select n, ${pointers.map(source).join(', ')}, ${values}${reply} from generate_series(1, ${rows}) n; alter table ${table.name} add primary key (id);
    ${pointers.map((pointer) => `create index on ${table.name} (${pointer}); alter table ${table.name} add foreign key (${pointer}) references ${to(pointer)} (id) on delete cascade;`).join('\n')} commit`);
  return rows;
}

/** Fills an empty database with about so many rows, and gives how many customers and rows there are. Two connections share the work. */
export async function fill(url: string, rows: number): Promise<{ readonly people: number; readonly rows: number }> {
  const people = peopleOf(rows);
  const clients = [new pg.Client({ connectionString: url }), new pg.Client({ connectionString: url })];
  try {
    for (const client of clients) {
      await client.connect();
      await client.query("set maintenance_work_mem = '256MB'; set synchronous_commit = off");
    }
    const [first] = clients;
    if (first === undefined) throw new Error('no client');
    await first.query(`begin; create table customers (id int primary key, ${types}); insert into customers select n, ${values} from generate_series(1, ${people}) n; commit`);
    let filled = people;
    for (const [at, table] of tables.slice(0, 2).entries()) {
      const more = await fillTable(first, table, people, at * 10);
      filled += more;
    }
    // The largest first, so that neither connection is left with one at the end.
    const open = [...tables.entries()].slice(2).sort(([, one], [, other]) => other.each - one.each);
    await Promise.all(clients.map(async (client) => {
      for (let next = open.shift(); next !== undefined; next = open.shift()) {
        const more = await fillTable(client, next[1], people, next[0] * 10);
        filled += more;
      }
    }));
    await first.query('vacuum analyze');
    return { people, rows: filled };
  } finally {
    await Promise.all(clients.map((client) => client.end()));
  }
}

const from = ({ name, by }: Table): string => {
  switch (by) {
    case 'customer': return `${name} t where t.customer_id = $1`;
    case 'two': case 'see': return `${name} t where t.customer_id = $1 or t.other_id = $1`;
    case 'order': return `${name} t join orders o on o.id = t.order_id where o.customer_id = $1`;
    case 'line': return `${name} t join lines l on l.id = t.line_id join orders o on o.id = l.order_id where o.customer_id = $1`;
  }
};
const shownBy = ({ by }: Table, column: string): string => (column === 'note' && (by === 'two' || by === 'see') ? 'case when t.customer_id = $1 then t.note end as note' : column === 'reply' ? 'case when t.other_id = $1 then t.reply end as reply' : `t.${column}`);

/** What somebody who knows the shop asks for one customer: for each place, the rows with what that customer may see of them. */
export const handWritten: readonly { readonly place: string; readonly text: string }[] = [
  { place: 'public.customers', text: `select id, ${fields.join(', ')} from customers where id = $1` },
  ...tables.map((table) => ({ place: `public.${table.name}`, text: `select ${columnsOf(table).map((column) => shownBy(table, column)).join(', ')} from ${from(table)}` })),
];
