import type { DataMap, MappedField, MappedPlace, Purpose } from '../../datamap.ts';
import type { AnswerRow, AnswerSink } from '../../run.ts';
import type { AnswerInput } from '../package.ts';

const field = (category: string, more: Partial<MappedField> = {}): MappedField =>
  ({ category, of: 'owner', special: false, provenance: 'given', purposes: [], erasure: 'clear', loosens: false, ...more });
const place = (title: string, purposes: readonly string[], fields: MappedPlace['fields'], more: Partial<MappedPlace> = {}): MappedPlace =>
  ({ title, personal: true, key: ['id'], owners: {}, access: {}, purposes, rows: 'delete', fields, ...more });
const purpose = (title: string, basis: Purpose['basis'], more: Partial<Purpose> = {}): Purpose => ({ title, basis, recipients: [], automated: null, marketing: false, ...more });

/** A shop in which gifts are paid by others, chats have several people, and some things were never recorded. */
export const shopMap: DataMap = {
  version: 1,
  people: { customer: { title: 'Customers', keys: { email: { title: 'E-mail', several: false, proof: 'mail' } } } },
  purposes: {
    orders: purpose('Selling and sending goods', '6(1)(b)', { recipients: ['parcels', 'cards'], retention: 'Ten years after the order, as the tax code demands' }),
    books: purpose('Keeping the books', '6(1)(c)', { recipients: ['adviser'], ground: '§ 147 AO', retention: 'Ten years' }),
    news: purpose('Sending a newsletter', '6(1)(a)', { recipients: ['mailer'], retention: 'Until you withdraw', marketing: true }),
    fraud: purpose('Keeping fraud away', '6(1)(f)', { ground: 'not losing money to fraud', recipients: ['cards'], retention: '90 days', automated: 'An order whose score is above 80 waits until a person looked at it. The score is made of the value, the address and earlier orders.' }),
    support: purpose('Helping you', '6(1)(b)', { recipients: ['desk'], retention: 'Two years after the last message' }),
  },
  recipients: {
    parcels: { title: 'Parcel Service GmbH', role: 'controller', country: 'DE' }, cards: { title: 'Cards Inc.', role: 'processor', country: 'US', safeguard: 'Standard contractual clauses (2021/914); ask us for a copy' },
    adviser: { title: 'Tax advisers', role: 'controller', country: 'AT' }, mailer: { title: 'Mailer', role: 'processor', country: 'IE' }, desk: { title: 'Help desk', role: 'processor', country: 'US', safeguard: 'Standard contractual clauses (2021/914)' },
  },
  systems: {
    shop: {
      title: 'The shop’s database', role: 'controller', engine: 'postgres', location: 'DE', vendor: 'v-cloud',
      places: {
        'public.customers': place('Customer accounts', ['orders'], {
          id: field('none'), name: field('contact.name'), email: field('contact.email', { purposes: ['orders', 'news'] }), born: field('person.birth_date'), score: field('profile.score', { provenance: 'derived', purposes: ['fraud'] }),
          segment: field('profile.segment', { provenance: 'elsewhere', source: 'an address dealer, Lists Ltd', purposes: ['news'] }),
        }),
        'public.orders': place('Orders', ['orders', 'books'], {
          id: field('none'), placed: field('order.time', { provenance: 'observed' }), total: field('order.value'), address: field('contact.address'), note: field('order.note'), allergies: field('health.allergies', { special: true }), paid_by: field('payment.card', { of: 'payer' }),
          recipient: field('contact.name', { of: 'giftee' }), status: field('order.status', { provenance: 'derived' }),
        }),
        'public.messages': place('Messages', ['support'], { id: field('none'), text: field('message.text', { of: 'sender' }), sent: field('message.time', { of: 'all', provenance: 'observed' }) }),
        'public.visits': place('Visits', ['fraud'], { at: field('usage.time', { provenance: 'observed' }), page: field('usage.page', { provenance: 'observed' }), address: field('network.ip', { provenance: 'observed' }) }),
      },
    },
    files: { title: 'Files that you sent us', role: 'controller', engine: 's3', location: 'DE', places: { uploads: place('Uploads', ['support'], { key: field('file.name') }) } },
  },
};

const row = (key: AnswerRow['key'], cells: AnswerRow['cells'], more: Partial<AnswerRow> = {}): AnswerRow => ({ standing: 'own', key, cells, leftOut: [], ...more });

/** Words of other people: none of them may ever stand in an answer. */
export const others = ['Grace', '4929-1111-2222-3333', 'secret of Grace', 'Mallory'] as const;

/** Puts what Ada asked for on a sink, as a run does. One row is faulty on purpose: it still holds a cell that it says is left out. */
export async function collectShop(sink: AnswerSink, visits = 3): Promise<void> {
  const put = async (system: string, name: string, rows: readonly AnswerRow[]): Promise<void> => {
    const ref = { system, place: name };
    await sink.begin(ref);
    for (let from = 0; from < rows.length; from += 500) await sink.rows(ref, rows.slice(from, from + 500));
    if (name === 'uploads') await sink.file(ref, ['u/1'], { name: '../Rechnung März.txt', type: 'text/plain', bytes: 12, content: async function* content() { yield new TextEncoder().encode('Hallo, Ada!\n'); } });
    await sink.end(ref);
  };
  await put('shop', 'public.customers', [row([7], { id: 7, name: 'Ada Łovelace-Müller', email: 'ada@example.org', born: '1990-12-10', score: 12, segment: 'likes books' })]);
  await put('shop', 'public.orders', [
    row([102], { id: 102, placed: '2026-02-01T10:00:00.000Z', total: '89.90', address: 'Hauptstraße 1\n10115 Berlin', note: '=HYPERLINK("https://evil.example","x")', allergies: 'nuts', status: 'sent' }, { leftOut: ['recipient'] }),
    row([9], { id: 9, placed: '2025-12-20T08:30:00.000Z', total: '-5.00', address: null, note: '<script>alert(1)</script>', allergies: null, status: 'returned', paid_by: '4929-1111-2222-3333' }, { standing: 'shared', leftOut: ['paid_by'] }),
  ]);
  await put('shop', 'public.messages', [row([1], { id: 1, text: 'Where is my parcel?', sent: '2026-02-03T09:00:00.000Z' }), row([2], { id: 2, sent: '2026-02-03T09:10:00.000Z' }, { standing: 'accessible', leftOut: ['text'] })]);
  await put('shop', 'public.visits', Array.from({ length: visits }, (_, n) => row([n], { at: `2026-01-${String((n % 28) + 1).padStart(2, '0')}T10:00:00.000Z`, page: `/goods/${n}`, address: '192.0.2.7' })));
  await put('files', 'uploads', [row(['u/1'], { key: 'u/1/Rechnung März.txt' })]);
}

export const shopHead: AnswerInput['head'] = {
  kind: 'access', reference: 'K7P2-M9XR', language: 'en', law: 'gdpr', received: '2026-03-02', composed: '2026-03-20',
  controller: { name: 'Example Shop GmbH', address: 'Musterweg 5\n10115 Berlin', mail: 'privacy@example.org', representative: null, officer: 'The data protection officer, same address' },
  authority: { name: 'Berliner Beauftragte für Datenschutz und Informationsfreiheit', address: '', url: null },
};

export const shopVendors: AnswerInput['vendors'] = { 'v-cloud': { name: 'Cloud Hosting AG' } };
