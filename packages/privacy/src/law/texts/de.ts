import type { LawTexts } from '../letters.ts';

export const de: LawTexts = {
  language: 'de',
  rights: {
    access: 'Auskunft über Ihre Daten', rectification: 'Berichtigung Ihrer Daten', erasure: 'Löschung Ihrer Daten', restriction: 'Einschränkung der Verarbeitung Ihrer Daten',
    portability: 'Herausgabe Ihrer Daten zum Mitnehmen', objection: 'ein Ende der Verarbeitung Ihrer Daten (Widerspruch)', marketing: 'ein Ende der Direktwerbung',
    human_review: 'Prüfung einer Entscheidung durch einen Menschen', consent: 'Widerruf Ihrer Einwilligung',
  },
  letters: {
    identity: {
      subject: 'Wir müssen wissen, dass Sie es sind ({reference})',
      paragraphs: [
        'Am {received} haben Sie {controller} um Folgendes gebeten: {right}. Bevor wir handeln, müssen wir sicher sein, dass die Anfrage von Ihnen kommt, damit niemand anderes Ihre Daten erhält oder ändert.',
        'Unser Zweifel ist dieser: {reasons}', 'Bitte senden Sie uns Folgendes und nicht mehr: {wanted}',
        'Was Sie senden, verwenden wir nur für diese Frage. Die Frist läuft weiter: Wir wollen bis zum {due} antworten.',
      ],
    },
    paused: {
      subject: 'Wir warten auf Ihre Antwort ({reference})',
      paragraphs: [
        'Am {received} haben Sie {controller} um Folgendes gebeten: {right}. Wir haben noch begründete Zweifel, dass die Anfrage von Ihnen kommt: {reasons}', 'Bitte senden Sie uns Folgendes und nicht mehr: {wanted}',
        'Bis es bei uns eingeht, steht die Frist still. Sie läuft weiter, sobald Ihre Antwort da ist.',
      ],
    },
    extended: {
      subject: 'Wir brauchen mehr Zeit für Ihre Anfrage ({reference})',
      paragraphs: [
        'Am {received} haben Sie {controller} um Folgendes gebeten: {right}. Innerhalb der ersten Frist werden wir nicht fertig und verlängern sie, wie es das Gesetz erlaubt.', 'Die Gründe sind: {reasons}',
        'Sie erhalten unsere Antwort spätestens am {due}.',
      ],
    },
    refused: {
      subject: 'Zu Ihrer Anfrage ({reference})',
      paragraphs: ['Am {received} haben Sie {controller} um Folgendes gebeten: {right}. Wir kommen dem nicht nach, und zwar aus diesen Gründen:'],
    },
    partly_refused: {
      subject: 'Zu Ihrer Anfrage ({reference})',
      paragraphs: ['Am {received} haben Sie {controller} um Folgendes gebeten: {right}. Wir sind dem nachgekommen, mit Ausnahme des Folgenden:'],
    },
    forwarded: {
      subject: 'Wir haben Ihre Anfrage weitergegeben ({reference})',
      paragraphs: [
        'Am {received} haben Sie {controller} um Folgendes gebeten: {right}. Diese Daten halten wir im Auftrag eines anderen Unternehmens, {customer}, und nur dieses darf darüber entscheiden.',
        'Wir haben Ihre Anfrage dorthin weitergegeben. Es antwortet Ihnen; wir helfen ihm, das Verlangte zu tun.',
      ],
    },
  },
  grounds: {
    '11(2)': 'Wir können nicht erkennen, welche Daten Ihre sind, und was Sie uns gesandt haben, lässt sie uns nicht finden.',
    '12(5)(a)': 'Ihre Anfrage ist offenkundig unbegründet oder exzessiv. Gegen ein angemessenes Entgelt können wir sie ausführen.',
    '12(5)(b)': 'Ihre Anfrage ist offenkundig unbegründet oder exzessiv.',
    '12(6)': 'Wir haben begründete Zweifel, wer anfragt, und was wir zur Klärung erbeten haben, ist nicht bei uns eingegangen.',
    '15(4)': 'Manches von dem, was wir halten, betrifft auch andere Menschen, deren Rechte eine Kopie beeinträchtigen würde. Was sie betrifft, haben wir weggelassen.',
    16: 'Was wir über Sie gespeichert haben, ist richtig, wie es ist.',
    '17(1)': 'Wir brauchen diese Daten noch für den Zweck, zu dem wir sie haben, und das Gesetz gibt derzeit keinen Grund, sie zu löschen.',
    '17(3)(a)': 'Wir bewahren sie auf, weil die Freiheit der Meinungsäußerung und Information es erfordert.',
    '17(3)(b)': 'Wir bewahren sie auf, weil ein Gesetz es verlangt oder eine Aufgabe im öffentlichen Interesse es erfordert.',
    '17(3)(c)': 'Wir bewahren sie auf, weil die öffentliche Gesundheit es erfordert.',
    '17(3)(d)': 'Wir bewahren sie auf, weil Archivzwecke im öffentlichen Interesse, Forschung oder Statistik es erfordern.',
    '17(3)(e)': 'Wir bewahren sie auf, weil sie nötig sind, um Rechtsansprüche geltend zu machen, auszuüben oder zu verteidigen.',
    '18(1)': 'Das Gesetz nennt vier Fälle, in denen die Verarbeitung einzuschränken ist, und keiner liegt hier vor.',
    '20(1)': 'Das Recht auf Datenübertragbarkeit umfasst nur, was Sie uns gegeben haben oder was wir beobachtet haben, aufgrund einer Einwilligung oder eines Vertrags und automatisiert verarbeitet. Hier ist es anders.',
    '20(3)': 'Diese Daten dienen einer Aufgabe im öffentlichen Interesse, für die das Recht auf Datenübertragbarkeit nicht gilt.',
    '20(4)': 'Die Herausgabe dieser Daten würde die Rechte anderer Menschen beeinträchtigen.',
    '21(1)': 'Wir haben zwingende Gründe für die Verarbeitung, die Ihre Interessen überwiegen, oder brauchen die Daten für Rechtsansprüche.',
    '22(2)': 'In diesem Fall gibt das Gesetz kein Recht auf eine Entscheidung durch einen Menschen.',
    23: 'Ein Gesetz beschränkt in diesem Fall Ihr Recht.',
  },
  cite: { article: 'Art. {n}', paragraph: ' Abs. {n}', letter: ' Buchst. {n}', laws: { gdpr: 'DSGVO', 'uk-gdpr': 'UK GDPR' } },
  details: { reason: 'Im Einzelnen: {reason}', law: 'Das Gesetz: {law}.', until: 'Das endet am {until}.', ground: 'Grundlage: {article}.' },
  complaint: {
    gdpr: 'Sie können sich bei einer Aufsichtsbehörde beschweren, vor allem dort, wo Sie wohnen, arbeiten oder Ihre Rechte verletzt sehen (Art. 77 DSGVO). Die für uns zuständige Behörde ist: {authority}.',
    'uk-gdpr': 'Sie können sich bei der Aufsichtsbehörde beschweren (Art. 77 UK GDPR): {authority}.',
    fadp: 'Sie können die Sache der Aufsichtsbehörde anzeigen: {authority}.',
  },
  unknownAuthority: 'die Behörde Ihres Landes',
  remedy: {
    gdpr: 'Sie können auch vor Gericht gehen: in dem Land, in dem wir eine Niederlassung haben, oder in dem, in dem Sie wohnen (Art. 79 DSGVO). Eine Beschwerde müssen Sie nicht vorher erheben.',
    'uk-gdpr': 'Sie können auch vor Gericht gehen (Art. 79 UK GDPR). Eine Beschwerde müssen Sie nicht vorher erheben.',
    fadp: 'Sie können auch ein Zivilgericht anrufen.',
  },
};
