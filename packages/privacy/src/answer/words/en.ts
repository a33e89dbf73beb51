import type { AnswerWords } from '../words.ts';

export const en: AnswerWords = {
  language: 'en',
  title: { access: 'The data about you', portability: 'Your data to take elsewhere' },
  reference: 'Reference {reference}', composed: 'Put together on {day}', received: 'You asked on {day}',
  short: {
    heading: 'In short',
    yes: 'Yes, {controller} uses data about you, and all of it is in this answer. Records: {rows}. Places where they lie: {places}.',
    none: 'No. In none of the places where {controller} keeps data about people was there any about you.',
    portable: 'Here is what you gave {controller} yourself, or what was observed while you used its services, as far as it rests on your consent or on a contract with you. Records: {rows}. Places where they lie: {places}.',
    leftOut: 'Left out is what is about other people. Where that was, stands at the end.',
    files: 'Files that belong to it: {n}. They lie beside this page.',
    forms: 'The same data lies beside this page as CSV, which opens in a spreadsheet, and as JSON, for programs.',
  },
  contents: 'What is in here',
  purposes: { heading: 'What your data is used for, on which ground, and how long', purpose: 'Used for', basis: 'Legal ground', kept: 'How long', ground: 'In detail: {ground}', special: 'With data of special categories, on {article}' },
  bases: {
    '6(1)(a)': 'Your consent', '6(1)(b)': 'A contract with you, or steps towards one', '6(1)(c)': 'A legal duty', '6(1)(d)': 'Vital interests', '6(1)(e)': 'A task in the public interest', '6(1)(f)': 'Legitimate interests',
  },
  categories: { heading: 'Kinds of data', special: 'special category' },
  recipients: {
    heading: 'Who received your data', none: 'No recipient is recorded for this data.', name: 'Recipient', role: 'As', country: 'Country', safeguard: 'Safeguard abroad', hosted: 'keeps {system}',
    roles: { processor: 'works for us, on our instructions', controller: 'decides for itself', joint: 'decides together with us' }, inside: 'not needed',
  },
  sources: { heading: 'Where your data comes from', given: 'From yourself', observed: 'Observed while you used our services', derived: 'Derived by us from other data', elsewhere: 'From elsewhere: {source}' },
  machine: { heading: 'Decisions by machine alone', none: 'No decision about you is taken by machine alone for this purpose.' },
  rights: {
    heading: 'What you can do',
    list: [
      'You may ask that wrong data is corrected (Art. 16), that data is erased (Art. 17), or that its use is restricted (Art. 18).',
      'You may object to uses that rest on a task in the public interest or on legitimate interests (Art. 21), and to direct marketing always.',
      'You may take data that you gave us elsewhere, where it rests on consent or a contract (Art. 20).',
    ],
    consent: 'You may withdraw a consent at any time; what was done before stays lawful.',
  },
  data: {
    heading: 'The data', rows: '{n} records', one: '1 record', standing: { shared: 'also another person’s; only your part is shown', accessible: 'another person’s, which was visible to you' },
    more: 'Shown are the first {shown} of {n} records. All of them are in {file}.', empty: 'empty', withheld: 'left out: about another person', open: 'not stated yet', yes: 'yes', no: 'no', record: 'Record {n}',
  },
  leftOut: { heading: 'What is left out', why: {
    access: 'A copy must not harm the rights of others (Art. 15(4)). These fields are about other people, so their contents are not in here; all else is.',
    portability: 'What is handed over must not harm the rights of others (Art. 20(4)). These fields are about other people, so their contents are not in here.',
  }, line: '{place}: {field} (records: {n})' },
  files: { heading: 'Files' },
  company: { heading: 'Who answers', name: 'Company', address: 'Address', mail: 'Mail', officer: 'Data protection officer', representative: 'Representative', authority: 'Supervisory authority' },
};
