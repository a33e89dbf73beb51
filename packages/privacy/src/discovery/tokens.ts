/**
 * A name of a column or table as small words: `Kunden_EMailAdr2` → `kunden`, `e`, `mail`, `adr`, `2`. Marks on letters are
 * taken off, so that word lists hold plain letters alone.
 */
export function tokensOf(name: string): readonly string[] {
  return plainLetters(name)
    .replace(/([a-z\d])([A-Z])/g, '$1 $2').replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2').replace(/([A-Za-z])(\d)/g, '$1 $2').replace(/(\d)([A-Za-z])/g, '$1 $2')
    .toLowerCase().split(/[^a-z\d]+/).filter((token) => token !== '');
}

/** Letters without their marks, ß as ss. */
export const plainLetters = (text: string): string => text.replaceAll('ß', 'ss').replaceAll('ø', 'o').replaceAll('ł', 'l').replaceAll('Ł', 'L').normalize('NFD').replace(/[\u0300-\u036f]/g, '');

/** The last part of a place's name, without the ending of a file: `public.order_lines` → `order_lines`, `people.csv` → `people`. */
export function bareName(place: string): string {
  const name = place.replace(/\.(csv|tsv|json|jsonl|xlsx|parquet)$/i, '');
  return name.slice(Math.max(name.lastIndexOf('.'), name.lastIndexOf('/')) + 1);
}

/** One of several: `customers` → `customer`, `countries` → `country`. Words that do not follow the rule stay. */
export function singular(word: string): string {
  const irregular: Readonly<Record<string, string>> = { people: 'person', children: 'child', kunden: 'kunde', patienten: 'patient', personen: 'person', benutzer: 'benutzer', mitarbeiter: 'mitarbeiter', utenti: 'utente', clienti: 'cliente', klanten: 'klant', gebruikers: 'gebruiker', uzytkownicy: 'uzytkownik', klienci: 'klient', staff: 'staff', addresses: 'address', status: 'status', news: 'news', bestellungen: 'bestellung', rechnungen: 'rechnung', adressen: 'adresse', nachrichten: 'nachricht', auftraege: 'auftrag' };
  const known = irregular[word];
  if (known !== undefined) return known;
  if (/[^aeiou]ies$/.test(word)) return `${word.slice(0, -3)}y`;
  if (/(ss|us|is)$/.test(word)) return word;
  if (/(ches|shes|xes|sses)$/.test(word)) return word.slice(0, -2);
  return word.length > 3 && word.endsWith('s') ? word.slice(0, -1) : word;
}
