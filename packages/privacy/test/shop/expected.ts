import type { Cell } from '@avouch/connectors/store';

/**
 * What is right for Ann (customer 1, ann@example.com, once customer 9), written by hand from the rows of `shop.sql`, table by
 * table. It does not know the data map.
 */

type Row = Readonly<Record<string, Cell>>;

/** Every row that an access answer holds, with exactly the columns that it shows. */
export const annSees: Readonly<Record<string, readonly Row[]>> = {
  customers: [{ id: 1, email: 'Ann@example.com', name: 'Ann Auer', phone: '+49 30 1', birth_day: '1980-02-29', password_hash: 'h1', tier: 'gold', referred_by: null, default_address: 2, created_at: '2019-01-01T00:00:00Z', deleted_at: null }],
  addresses: [{ id: 1, street: 'Lindenweg 1', city: 'Berlin', country: 'DE', created_by: 1 }, { id: 2, street: 'Gasse 2', city: 'Wien', country: 'AT', created_by: 1 }],
  customer_addresses: [{ customer_id: 1, address_id: 1, label: 'home' }, { customer_id: 1, address_id: 2, label: 'cabin' }],
  archived_customers: [{ no: 1, old_id: 9, email: 'ANN@example.com', reason: 'opened a new account' }],
  social_accounts: [{ id: 1, customer_id: 1, provider: 'chirp', handle: '@ann' }],
  sessions: [{ token: '00000000-0000-4000-8000-000000000001', customer_id: 1, ip: '198.51.100.1', agent: 'Firefox', seen_at: '2026-01-01T00:00:00Z' }],
  newsletter: [{ email: 'ann@example.com', since: '2021-01-01', source: 'till' }],
  consents: [{ id: 1, customer_id: 1, purpose: 'mailing', given_at: '2021-01-01T00:00:00Z' }],
  flags: [{ customer_id: 1, beta: true }],
  notes: [{ customer_id: 1, note: 'likes maps', written_on: '2022-02-02' }, { customer_id: 1, note: 'called twice', written_on: null }],
  orders: [
    { shop: 'de', number: 1, buyer_id: 1, payer_id: 1, ship_to: 2, placed_at: '2024-03-01T10:00:00Z', total: '130.50', remark: 'ring twice' },
    { shop: 'de', number: 2, buyer_id: 1, ship_to: 1, placed_at: '2024-04-01T10:00:00Z', total: '40.00', remark: 'a present from Bob' },
    { shop: 'de', number: 3, payer_id: 1, placed_at: '2024-05-01T10:00:00Z', total: '15.00' },
    { shop: 'at', number: 1, guest_email: 'ANN@EXAMPLE.COM', placed_at: '2018-06-01T10:00:00Z', total: '15.00' },
  ],
  order_lines: [
    { shop: 'de', number: 1, line: 1, product_id: 1, quantity: 1, engraving: 'For Ann' }, { shop: 'de', number: 1, line: 2, product_id: 2, quantity: 1, engraving: null },
    { shop: 'de', number: 2, line: 1, product_id: 1, quantity: 1, engraving: 'Happy birthday Ann' }, { shop: 'de', number: 3, line: 1, product_id: 3, quantity: 1 }, { shop: 'at', number: 1, line: 1, product_id: 3, quantity: 1 },
  ],
  gifts: [
    { id: 1, shop: 'de', number: 1, message: 'from Ann to Cyd' }, { id: 2, shop: 'de', number: 4, recipient_id: 1, recipient_name: 'Ann' }, { id: 4, shop: 'de', number: 1, message: 'from Ann to Eve' },
  ],
  payments: [
    { id: 1, shop: 'de', number: 1, payer_id: 1, card_token: 'tok_ann_1', card_last4: '1111', amount: '130.50' }, { id: 2, shop: 'de', number: 2, amount: '40.00' },
    { id: 3, shop: 'de', number: 3, payer_id: 1, card_token: 'tok_ann_3', card_last4: '1111', amount: '15.00' },
  ],
  invoices: [
    { number: 'R-1', shop: 'de', order_number: 1, customer_id: 1, address: 'Ann Auer, Gasse 2', total: '130.50', issued_on: '2024-03-02' },
    { number: 'R-0', shop: null, order_number: null, customer_id: 1, address: 'Ann Auer, Lindenweg 1', total: '5.00', issued_on: '2010-01-01' },
  ],
  refunds: [{ id: 1, invoice: 'R-1', reason: 'scratched' }, { id: 3, invoice: 'R-0', reason: 'double' }],
  shipments: [{ id: 1, shop: 'de', number: 1, to_name: 'Ann Auer', tracking: 'TRACK1' }, { id: 2, shop: 'de', number: 2, to_name: 'Ann Auer', tracking: 'TRACK2' }],
  shipment_events: [{ shipment_id: 1, seq: 1, at: '2024-03-03T00:00:00Z', place: 'Wien' }, { shipment_id: 2, seq: 1, at: '2024-04-03T00:00:00Z', place: 'Berlin' }],
  returns: [{ id: 1, shop: 'de', number: 1, line: 2, reason: 'too big', photo: 'AQ==' }],
  coupons: [{ code: 'ANN10', issued_to: 1, percent: 10 }, { code: 'BOB10', used_by: 1, percent: 10 }, { code: 'ANN5', issued_to: 1, percent: 5 }],
  carts: [{ id: '00000000-0000-4000-8000-00000000000a', customer_id: 1, updated_at: null }],
  cart_items: [{ cart_id: '00000000-0000-4000-8000-00000000000a', product_id: 1, quantity: 2 }],
  wishlists: [{ id: 1, owner_id: 1, title: 'Maps for Ann', shared: true }, { id: 2, title: 'Bob wishes', shared: true }, { id: 3, owner_id: 1, title: 'Secret', shared: false }],
  wishlist_items: [
    { wishlist_id: 1, product_id: 1, comment: 'the big one' }, { wishlist_id: 1, product_id: 2, comment: 'blue' }, { wishlist_id: 2, product_id: 3, reserved_by: 1 }, { wishlist_id: 3, product_id: 3, comment: 'soon' },
  ],
  wishlist_viewers: [{ wishlist_id: 2, viewer_id: 1 }],
  reviews: [{ id: 1, author_id: 1, product_id: 1, stars: 5, body: 'Fine atlas', author_name: 'Ann A.' }, { id: 2, author_id: 1, product_id: 2, stars: 1, body: 'Too round', author_name: 'Ann A.' }],
  review_votes: [{ review_id: 1, up: true }, { review_id: 2, voter_id: 1, up: true }, { review_id: 3, voter_id: 1, up: true }],
  questions: [{ id: 1, asker_id: 1, body: 'Is it heavy?', accepted: 1 }, { id: 3, asker_id: 1, body: 'Is it blue?', accepted: 3 }],
  answers: [{ id: 2, question_id: 2, author_id: 1, body: 'Brand new' }, { id: 3, question_id: 3, author_id: 1, body: 'I found out: yes' }],
  chats: [{ id: 1, title: 'Hikers', started_by: 1 }, { id: 3, title: 'Ann alone', started_by: 1 }],
  chat_members: [{ chat_id: 1, customer_id: 1, nickname: 'annie' }, { chat_id: 3, customer_id: 1, nickname: null }],
  messages: [
    { id: '9007199254740993', chat_id: 1, sender_id: 1, body: 'Who comes?', reply_to: null, sent_at: '2025-01-01T10:00:00Z' }, { id: 2, chat_id: 1, reply_to: '9007199254740993', sent_at: '2025-01-01T10:01:00Z' },
    { id: 3, chat_id: 1, sender_id: 1, body: 'Good', reply_to: 2, sent_at: '2025-01-01T10:02:00Z' }, { id: 4, chat_id: 1, reply_to: 3, sent_at: '2025-01-01T10:03:00Z' },
    { id: 6, chat_id: 3, sender_id: 1, body: 'to myself', reply_to: null, sent_at: '2025-01-03T10:00:00Z' }, { id: 7, chat_id: 1, sender_id: 1, body: 'Bye', reply_to: null, sent_at: '2025-01-04T10:00:00Z' },
  ],
  reactions: [{ message_id: 2, customer_id: 1, emoji: 'heart' }, { message_id: 6, customer_id: 1, emoji: 'ok' }],
  attachments: [{ id: 1, message_id: '9007199254740993', name: 'route-ann.pdf', content: 'AQI=' }, { id: 2, message_id: 2 }, { id: 3, message_id: 6, name: 'mine.pdf', content: null }],
  tickets: [{ id: 1, customer_id: 1, subject: 'Where is my globe?', status: 'closed' }],
  ticket_messages: [{ id: 1, ticket_id: 1, author_id: 1, body: 'Ann writes' }, { id: 2, ticket_id: 1, body: 'Gus answers' }],
  loyalty_cards: [{ card_no: 'L1', holder_email: 'ANN@example.com', points: 120 }],
  loyalty_events: [{ id: 1, card_no: 'L1', points: 100, at: '2024-01-01T00:00:00Z' }, { id: 2, card_no: 'L1', points: 20, at: '2025-01-01T00:00:00Z' }],
  households: [{ id: 1, name: 'Auer and Berg' }],
  household_members: [{ household_id: 1, customer_id: 1, part: 'head' }],
  audit_log: [
    { id: 1, actor_id: 1, action: 'login', ip: '198.51.100.1', detail: { ok: true }, at: '2026-11-01T00:00:00Z' }, { id: 2, actor_id: 1, action: 'login', ip: '198.51.100.1', detail: { ok: false }, at: '2024-01-01T00:00:00Z' },
    { id: 4, actor_id: 9, action: 'closed', ip: null, detail: null, at: '2026-10-01T00:00:00Z' },
  ],
};

/** Something else of the same kind stands there now. */
export const other = Symbol('other');

type Left = { readonly gone: readonly Row[]; readonly changed: readonly { readonly row: Row; readonly to: Readonly<Record<string, Cell | typeof other>> }[] };
const left = (gone: readonly Row[], changed: Left['changed'] = []): Left => ({ gone, changed });
const ids = (...list: readonly number[]): readonly Row[] => list.map((id) => ({ id }));

/** What an erasure does: rows by their key that are gone, and cells that changed. Whatever is not named here is as it was, to the byte. */
export const annGoes: Readonly<Record<string, Left>> = {
  // An invoice that must be kept points at her account; its shell has no word about her.
  customers: left([], [{ row: { id: 1 }, to: { email: other, name: null, phone: null, birth_day: null, password_hash: other, default_address: null } }]),
  addresses: left(ids(2), [{ row: { id: 1 }, to: { created_by: null } }]),
  customer_addresses: left([{ customer_id: 1 }]),
  archived_customers: left([{ no: 1 }]),
  social_accounts: left(ids(1)), sessions: left([{ customer_id: 1 }]), newsletter: left([{ email: 'ann@example.com' }]), flags: left([{ customer_id: 1 }]), notes: left([{ customer_id: 1 }]),
  orders: left([], [
    { row: { shop: 'de', number: 1 }, to: { buyer_id: null, payer_id: null, ship_to: null, remark: null } }, { row: { shop: 'de', number: 2 }, to: { buyer_id: null, ship_to: null, remark: null } },
    { row: { shop: 'de', number: 3 }, to: { payer_id: null } }, { row: { shop: 'at', number: 1 }, to: { guest_email: null, remark: null } },
  ]),
  order_lines: left([{ shop: 'de', number: 1 }, { shop: 'at', number: 1 }], [{ row: { shop: 'de', number: 2, line: 1 }, to: { engraving: null } }]),
  gifts: left(ids(4), [{ row: { id: 1 }, to: { shop: null, number: null, message: null } }, { row: { id: 2 }, to: { recipient_id: null, recipient_name: null } }]),
  payments: left(ids(1, 3)),
  invoices: left([{ number: 'R-0' }]), refunds: left(ids(1, 3)),
  shipments: left(ids(1), [{ row: { id: 2 }, to: { to_name: null } }]), shipment_events: left([{ shipment_id: 1 }], [{ row: { shipment_id: 2, seq: 1 }, to: { place: null } }]),
  returns: left(ids(1)),
  coupons: left([{ code: 'ANN5' }], [{ row: { code: 'ANN10' }, to: { issued_to: null } }, { row: { code: 'BOB10' }, to: { used_by: null } }]),
  carts: left([{ customer_id: 1 }]), cart_items: left([{ cart_id: '00000000-0000-4000-8000-00000000000a' }]),
  // Bob has reserved something on it, and may look at it.
  wishlists: left(ids(3), [{ row: { id: 1 }, to: { owner_id: null, title: other } }]),
  wishlist_items: left([{ wishlist_id: 1, product_id: 2 }, { wishlist_id: 3 }], [{ row: { wishlist_id: 1, product_id: 1 }, to: { comment: null } }, { row: { wishlist_id: 2, product_id: 3 }, to: { reserved_by: null } }]),
  wishlist_viewers: left([{ viewer_id: 1 }]),
  // Bob's vote would go by cascade.
  reviews: left(ids(2), [{ row: { id: 1 }, to: { author_id: null, stars: other, body: null, author_name: other } }]), review_votes: left([{ voter_id: 1 }]),
  // Bob's answer would go by cascade; Bob's question lets go of her answer; her own question and answer point at each other.
  questions: left(ids(3), [{ row: { id: 1 }, to: { asker_id: null, body: other } }, { row: { id: 2 }, to: { accepted: null } }]), answers: left(ids(2, 3)),
  chats: left(ids(3), [{ row: { id: 1 }, to: { title: null, started_by: null } }]), chat_members: left([{ customer_id: 1 }]),
  // The first message has Bob's reaction; Cyd's reply lets go of the third.
  messages: left(ids(3, 6, 7), [{ row: { id: '9007199254740993' }, to: { sender_id: null, body: null } }, { row: { id: 4 }, to: { reply_to: null } }]),
  reactions: left([{ customer_id: 1 }]), attachments: left(ids(1, 3)),
  tickets: left([], [{ row: { id: 1 }, to: { customer_id: null, subject: other } }]), ticket_messages: left(ids(1)),
  loyalty_cards: left([{ card_no: 'L1' }]), loyalty_events: left(ids(1, 2)),
  household_members: left([{ customer_id: 1 }]),
  // Its year is over.
  audit_log: left(ids(2)),
};

/** What the reading afterwards still finds, and why: counts by table. */
export const annRemains: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  customers: { shell: 1 }, consents: { kept: 1 }, invoices: { kept: 1 }, audit_log: { kept: 2 },
};
