import type { AnswerWords } from '../words.ts';

export const de: AnswerWords = {
  language: 'de',
  title: { access: 'Die Daten über Sie', portability: 'Ihre Daten zum Mitnehmen' },
  reference: 'Aktenzeichen {reference}', composed: 'Zusammengestellt am {day}', received: 'Sie haben am {day} gefragt',
  short: {
    heading: 'Kurz gesagt',
    yes: 'Ja, {controller} verarbeitet Daten über Sie, und alle stehen in dieser Antwort. Einträge: {rows}. Stellen, an denen sie liegen: {places}.',
    none: 'Nein. An keiner der Stellen, an denen {controller} Daten über Menschen speichert, waren welche über Sie.',
    portable: 'Hier ist, was Sie {controller} selbst gegeben haben oder was bei der Nutzung der Dienste beobachtet wurde, soweit es auf Ihrer Einwilligung oder einem Vertrag mit Ihnen beruht. Einträge: {rows}. Stellen, an denen sie liegen: {places}.',
    leftOut: 'Weggelassen ist, was andere Menschen betrifft. Wo das war, steht am Ende.',
    files: 'Dateien, die dazugehören: {n}. Sie liegen neben dieser Seite.',
    forms: 'Dieselben Daten liegen neben dieser Seite als CSV, das sich in einer Tabellenkalkulation öffnen lässt, und als JSON für Programme.',
  },
  contents: 'Was hier steht',
  purposes: { heading: 'Wofür Ihre Daten verwendet werden, auf welcher Grundlage und wie lange', purpose: 'Verwendet für', basis: 'Rechtsgrundlage', kept: 'Wie lange', ground: 'Im Einzelnen: {ground}', special: 'Mit Daten besonderer Kategorien, nach {article}' },
  bases: {
    '6(1)(a)': 'Ihre Einwilligung', '6(1)(b)': 'Ein Vertrag mit Ihnen oder Schritte dorthin', '6(1)(c)': 'Eine rechtliche Pflicht', '6(1)(d)': 'Lebenswichtige Interessen', '6(1)(e)': 'Eine Aufgabe im öffentlichen Interesse',
    '6(1)(f)': 'Berechtigte Interessen',
  },
  categories: { heading: 'Arten von Daten', special: 'besondere Kategorie' },
  recipients: {
    heading: 'Wer Ihre Daten erhalten hat', none: 'Für diese Daten ist kein Empfänger verzeichnet.', name: 'Empfänger', role: 'Als', country: 'Land', safeguard: 'Garantie im Ausland', hosted: 'speichert {system}',
    roles: { processor: 'arbeitet für uns, nach unserer Weisung', controller: 'entscheidet selbst', joint: 'entscheidet gemeinsam mit uns' }, inside: 'nicht nötig',
  },
  sources: { heading: 'Woher Ihre Daten stammen', given: 'Von Ihnen selbst', observed: 'Bei der Nutzung unserer Dienste beobachtet', derived: 'Von uns aus anderen Daten abgeleitet', elsewhere: 'Von anderer Seite: {source}' },
  machine: { heading: 'Entscheidungen allein durch Maschinen', none: 'Zu diesem Zweck trifft keine Maschine allein eine Entscheidung über Sie.' },
  rights: {
    heading: 'Was Sie tun können',
    list: [
      'Sie können verlangen, dass falsche Daten berichtigt (Art. 16), Daten gelöscht (Art. 17) oder ihre Verarbeitung eingeschränkt wird (Art. 18).',
      'Sie können Verarbeitungen widersprechen, die auf einer Aufgabe im öffentlichen Interesse oder auf berechtigten Interessen beruhen (Art. 21), und der Direktwerbung immer.',
      'Sie können Daten, die Sie uns gegeben haben, mitnehmen, wo sie auf einer Einwilligung oder einem Vertrag beruhen (Art. 20).',
    ],
    consent: 'Eine Einwilligung können Sie jederzeit widerrufen; was vorher geschah, bleibt rechtmäßig.',
  },
  data: {
    heading: 'Die Daten', rows: '{n} Einträge', one: '1 Eintrag', standing: { shared: 'betrifft auch einen anderen Menschen; nur Ihr Teil ist gezeigt', accessible: 'betrifft einen anderen Menschen und war für Sie sichtbar' },
    more: 'Gezeigt sind die ersten {shown} von {n} Einträgen. Alle stehen in {file}.', empty: 'leer', withheld: 'weggelassen: betrifft einen anderen Menschen', open: 'noch nicht angegeben', yes: 'ja', no: 'nein', record: 'Eintrag {n}',
  },
  leftOut: { heading: 'Was weggelassen ist', why: {
    access: 'Eine Kopie darf die Rechte anderer nicht beeinträchtigen (Art. 15 Abs. 4). Diese Felder betreffen andere Menschen, darum steht ihr Inhalt nicht hier; alles Übrige steht hier.',
    portability: 'Die Herausgabe darf die Rechte anderer nicht beeinträchtigen (Art. 20 Abs. 4). Diese Felder betreffen andere Menschen, darum steht ihr Inhalt nicht hier.',
  }, line: '{place}: {field} (Einträge: {n})' },
  files: { heading: 'Dateien' },
  company: { heading: 'Wer antwortet', name: 'Unternehmen', address: 'Anschrift', mail: 'E-Mail', officer: 'Datenschutzbeauftragter', representative: 'Vertreter', authority: 'Aufsichtsbehörde' },
};
