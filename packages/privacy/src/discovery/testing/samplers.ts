import type { Cell } from '@avouch/connectors/store';

const pick = (list: readonly string[]) => (n: number): string => list[(n * 7) % list.length] ?? '';
const first = pick(['Ann', 'Jörg', 'Zoë', 'Mohamed', 'Aleksandra', 'José', 'Li', 'Fatima', 'Søren', 'Chloé', 'Ivan', 'Priya', 'Noah']);
const last = pick(['Miller', 'Müller', "O'Brien", 'Kowalska', 'García López', 'van den Berg', 'Nguyen', 'Sørensen', 'Dupont', 'Rossi', 'Yılmaz']);
const street = pick(['Hauptstraße', 'Bahnhofstr.', 'Lindenweg', 'Goetheallee', 'Marktplatz']);
const sentence = pick(['Please leave it with the neighbours if nobody is in.', 'Thanks, that helped a lot!', 'I would like to know when it arrives', 'The second one was broken when it came.', 'See you on Monday then']);
const product = pick(['Blue mug', 'Oak table 120 cm', 'Notebook A5', 'Lamp "Luna"', 'Set of 6 forks', 'Rain jacket']);

/** IBANs of our own making: bank and account count up, the check number is computed. */
function iban(n: number): string {
  const account = `37040044${String(532_013_000 + n).padStart(10, '0')}`;
  let rest = 0;
  for (const digit of `${account}131400`) rest = (rest * 10 + Number(digit)) % 97;
  return `DE${String(98 - rest).padStart(2, '0')}${account}`;
}

/** Card numbers in a range for tests, with their check digit. */
function card(n: number): string {
  const body = `411111${String(100_000_000 + n * 13)}`;
  for (let digit = 0; digit < 10; digit += 1) {
    const sum = [...`${body}${digit}`].reverse().reduce((all, one, at) => all + (at % 2 === 0 ? Number(one) : Number(one) * 2 > 9 ? Number(one) * 2 - 9 : Number(one) * 2), 0);
    if (sum % 10 === 0) return `${body}${digit}`;
  }
  return body;
}

/** Values as such columns hold them, by row. Nobody’s: all are made up. */
export const samplers: Readonly<Record<string, (n: number) => Cell>> = {
  email: (n) => `person${n}@example.${n % 2 === 0 ? 'com' : 'org'}`,
  emailNull: (n) => (n % 3 === 0 ? null : `guest${n}@example.net`),
  first, last, full: (n) => `${first(n)} ${last(n + 3)}`,
  user: (n) => `${first(n).toLowerCase().replace(/\W/g, '')}${n * 3}`,
  phone: (n) => `+49 30 ${String(1_234_500 + n)}`, local: (n) => `030/${String(123_450 + n)}`,
  street: (n) => `${street(n)} ${1 + (n % 90)}`, englishStreet: (n) => `${1 + n} ${pick(['High', 'Church', 'Mill', 'Station'])(n)} Street`,
  city: pick(['Berlin', 'Paris', 'Kraków', 'Madrid', 'Utrecht', 'Milano', 'Leeds', 'Graz']), zip: (n) => String(10_115 + n * 17),
  country: pick(['DE', 'FR', 'PL', 'ES']), iban, card, last4: (n) => String(1000 + n * 7), ip: (n) => `192.0.2.${n + 1}`, agent: (n) => `Mozilla/5.0 (X11; Linux x86_64; rv:${100 + n}.0) Gecko/20100101 Firefox/${100 + n}.0`,
  bcrypt: (n) => `$2b$10$${'abcdefghijklmnopqrstuv'.slice(n % 5)}${n}`, jwt: (n) => `eyJhbGciOiJIUzI1NiJ9.eyJuIjo${n}fQ.c2lnbmF0dXJl${n}`, token: (n) => `tok_${(n * 7919).toString(36)}x${n}`,
  sentence: (n) => `${sentence(n)} (${n})`, product: (n) => `${product(n)} ${n % 9}`, word: pick(['red', 'green', 'blue', 'amber', 'white', 'black', 'teal', 'pink', 'grey', 'brown', 'olive']),
  status: pick(['open', 'paid', 'sent', 'closed']), code: (n) => `SKU-${1000 + n}`, url: (n) => `https://files.example/u/${n}.jpg`, file: (n) => `scan-${n}.pdf`,
  pesel: (n) => { const body = `9001${String(10 + (n % 18))}${String(1000 + n)}`; const sum = [1, 3, 7, 9, 1, 3, 7, 9, 1, 3].reduce((all, weight, at) => all + weight * Number(body[at] ?? 0), 0); return `${body}${(10 - (sum % 10)) % 10}`; },
  nir: (n) => { const body = `1850578006${String(100 + n)}`; return `${body}${String(97 - Number(BigInt(body) % 97n)).padStart(2, '0')}`; },
  icd: (n) => `${pick(['J', 'E', 'I', 'M'])(n)}${10 + (n % 60)}.${n % 9}`, latitude: (n) => 52.5 + n / 1000, metadata: (n) => ({ theme: 'dark', n }), hiddenMail: (n) => ({ from: `x${n}@example.com`, n }), amount: (n) => `${n * 3}.99`,
  salutation: pick(['Frau', 'Herr']), gender: pick(['f', 'm', 'x']), faith: pick(['rk', 'ev', 'vd']), blood: pick(['A+', '0-', 'B+', 'AB+']), locale: pick(['de-DE', 'en-GB', 'fr-FR']),
};
