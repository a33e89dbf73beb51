/** Who supervises data protection in a country. Names only: addresses change, and the company enters its own. */
export type Authority = { readonly country: string; readonly name: string; readonly note: string | null };

const one = (country: string, name: string, note: string | null = null): Authority => ({ country, name, note });

/** The national authorities of the EU, the EEA, the United Kingdom and Switzerland, under the names by which they are generally known. Check with counsel. */
export const authorityList: readonly Authority[] = [
  one('AT', 'Österreichische Datenschutzbehörde'),
  one('BE', 'Gegevensbeschermingsautoriteit / Autorité de protection des données'),
  one('BG', 'Комисия за защита на личните данни'),
  one('CH', 'Eidgenössischer Datenschutz- und Öffentlichkeitsbeauftragter / Préposé fédéral à la protection des données et à la transparence'),
  one('CY', 'Office of the Commissioner for Personal Data Protection'),
  one('CZ', 'Úřad pro ochranu osobních údajů'),
  one('DE', 'Bundesbeauftragte für den Datenschutz und die Informationsfreiheit', 'Companies are supervised by the authority of the Land in which they have their seat: enter that one.'),
  one('DK', 'Datatilsynet'),
  one('EE', 'Andmekaitse Inspektsioon'),
  one('ES', 'Agencia Española de Protección de Datos', 'Some autonomous communities have authorities of their own for public bodies.'),
  one('FI', 'Tietosuojavaltuutetun toimisto'),
  one('FR', 'Commission nationale de l’informatique et des libertés'),
  one('GB', 'Information Commissioner’s Office'),
  one('GR', 'Αρχή Προστασίας Δεδομένων Προσωπικού Χαρακτήρα'),
  one('HR', 'Agencija za zaštitu osobnih podataka'),
  one('HU', 'Nemzeti Adatvédelmi és Információszabadság Hatóság'),
  one('IE', 'Data Protection Commission'),
  one('IS', 'Persónuvernd'),
  one('IT', 'Garante per la protezione dei dati personali'),
  one('LI', 'Datenschutzstelle'),
  one('LT', 'Valstybinė duomenų apsaugos inspekcija'),
  one('LU', 'Commission nationale pour la protection des données'),
  one('LV', 'Datu valsts inspekcija'),
  one('MT', 'Office of the Information and Data Protection Commissioner'),
  one('NL', 'Autoriteit Persoonsgegevens'),
  one('NO', 'Datatilsynet'),
  one('PL', 'Prezes Urzędu Ochrony Danych Osobowych'),
  one('PT', 'Comissão Nacional de Proteção de Dados'),
  one('RO', 'Autoritatea Națională de Supraveghere a Prelucrării Datelor cu Caracter Personal'),
  one('SE', 'Integritetsskyddsmyndigheten'),
  one('SI', 'Informacijski pooblaščenec'),
  one('SK', 'Úrad na ochranu osobných údajov Slovenskej republiky'),
];
