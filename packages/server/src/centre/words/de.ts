import type { CentreWords } from '../words.ts';

export const de: CentreWords = {
  language: 'de', name: 'Deutsch', skip: 'Zum Inhalt springen', required: 'Pflichtfeld', footer: 'Verantwortlich für diese Daten', languages: 'Sprache',
  rights: {
    access: { title: 'Auskunft über meine Daten', text: 'Was wir über Sie gespeichert haben, wozu, woher, wer es erhält und wie lange.' },
    rectification: { title: 'Meine Daten berichtigen lassen', text: 'Sagen Sie uns, was falsch ist und wie es richtig heißt.' },
    erasure: { title: 'Meine Daten löschen lassen', text: 'Wir löschen, was uns kein Gesetz und kein anderes Recht aufzubewahren zwingt, und sagen Ihnen, was bleibt und bis wann.' },
    restriction: { title: 'Die Verarbeitung einschränken lassen', text: 'Wir bewahren die Daten auf und verwenden sie nicht, in den Fällen, die das Gesetz nennt.' },
    portability: { title: 'Meine Daten mitnehmen', text: 'Was Sie uns gegeben haben, in einer Form, die Programme lesen können.' },
    objection: { title: 'Widerspruch einlegen', text: 'Nennen Sie uns die Gründe, die sich aus Ihrer besonderen Situation ergeben.' },
    marketing: { title: 'Keine Werbung', text: 'Wir verwenden Ihre Daten nicht mehr für Werbung. Gründe brauchen Sie nicht zu nennen.' },
    human_review: { title: 'Eine Entscheidung von einem Menschen prüfen lassen', text: 'Wenn allein eine Maschine über Sie entschieden hat.' },
    consent: { title: 'Einwilligung widerrufen', text: 'Sie endet ab sofort, so einfach, wie Sie sie erteilt haben.' },
  },
  form: {
    heading: 'Ihr Anliegen', right: 'Was möchten Sie?', rightHint: 'Kreuzen Sie eines oder mehreres an. Sie erhalten auf jedes eine eigene Antwort, unter einem Zeichen.', name: 'Ihr Name', mail: 'Ihre E-Mail-Adresse', mailHint: 'Die Adresse, unter der wir Sie kennen, falls Sie ein Konto bei uns haben. Wir schicken einen Code an sie.',
    statement: 'Was uns sonst hilft', statementHint: 'Zum Beispiel, was falsch ist und wie es richtig heißt. Bitte schicken Sie keine Passwörter und keine Ausweiskopien; wenn wir mehr brauchen, um sicher zu sein, dass Sie es sind, fragen wir danach.',
    by: 'Wer fragt?', self: 'Ich frage für mich selbst', agent: 'Ich frage für jemand anderen, mit Vollmacht', guardian: 'Ich habe die Sorge für die Person', authority: 'Was zeigt, dass Sie das dürfen?', authorityHint: 'Zum Beispiel eine Vollmacht. Nur wenn Sie für jemand anderen fragen.',
    ground: 'Warum soll die Nutzung eingeschränkt werden?', groundHint: 'Nur, wenn Sie das möchten. Sie können es auch offen lassen, dann fragen wir nach.',
    grounds: { accuracy: 'Die Daten sind falsch, und Sie sollen das prüfen', unlawful: 'Sie nutzen sie zu Unrecht, und ich möchte nicht, dass sie gelöscht werden', claims: 'Sie brauchen sie nicht mehr, ich brauche sie aber für eigene Ansprüche', objection: 'Ich habe der Nutzung widersprochen, und darüber ist noch nicht entschieden' },
    files: 'Dateien', filesHint: 'Nur, worum wir Sie gebeten haben.', send: 'Anliegen absenden', statusLink: 'Stand eines Anliegens ansehen', closed: 'Dieses Datenschutzzentrum ist zurzeit geschlossen.',
  },
  sent: {
    heading: 'Ihr Anliegen ist angekommen', text: 'Wenn diese Adresse E-Mails empfangen kann, ist ein Code an sie unterwegs. Geben Sie ihn ein, damit wir wissen, dass die Adresse Ihre ist.',
    keep: 'Bewahren Sie diese beiden auf. Mit ihnen, und nur mit ihnen, sehen Sie den Stand Ihres Anliegens.', reference: 'Zeichen', code: 'Ihr eigener Code', due: 'Sie erhalten bis zum {due} eine Antwort.', confirm: 'Code aus der E-Mail eingeben',
  },
  signedIn: {
    as: 'Sie sind bei {controller} als {who} angemeldet; wir wissen also schon, wer fragt.', mail: 'Wohin wir Ihnen schreiben', mailHint: 'Dorthin schicken wir den Link zur Antwort. Sie können das Feld leer lassen und stattdessen die Seite zu Ihrem Anliegen ansehen.',
    sent: 'Wir wissen aus Ihrem Konto, wer Sie sind, und arbeiten an Ihrem Anliegen.', refused: 'Aus Ihrem Konto ging nicht hervor, wer Sie sind ({why}). Bitte gehen Sie zurück in Ihr Konto und kommen Sie von dort noch einmal hierher.', over: 'Diese Seite war zu lange offen, oder das Anliegen ist schon abgesandt. Bitte kommen Sie noch einmal aus Ihrem Konto hierher.',
  },
  confirm: { heading: 'Adresse bestätigen', text: 'Geben Sie das Zeichen und den Code aus unserer E-Mail ein.', reference: 'Zeichen', code: 'Code aus der E-Mail', send: 'Bestätigen', done: 'Vielen Dank. Wenn der Code stimmt, arbeiten wir jetzt an Ihrem Anliegen.', wrong: 'Zeichen und Code passen nicht zusammen, oder der Code ist zu alt.' },
  status: {
    heading: 'Stand eines Anliegens', several: 'Stand Ihrer Anliegen', text: 'Geben Sie Ihr Zeichen und Ihren eigenen Code ein.', send: 'Anzeigen', wrong: 'Zeichen und Code passen nicht zusammen.', received: 'Eingegangen am {day}', due: 'Antwort bis {day}',
    stages: {
      received: 'Es ist da. Wir müssen noch sicher sein, dass es von Ihnen kommt.', confirm: 'Wir warten auf den Code aus unserer E-Mail.', working: 'Wir arbeiten daran.', ready: 'Die Antwort liegt bereit.', done: 'Es ist erledigt.',
      refused: 'Wir konnten nicht alles tun. Die Gründe stehen in unserem Schreiben.', withdrawn: 'Sie haben es zurückgenommen.', closed: 'Es ist abgeschlossen.',
    },
    answer: 'Der Link zur Antwort steht in unserer E-Mail.', passphrase: 'Kennwort', passphraseText: 'Die Antwort ist verschlüsselt. Sie öffnet sich mit einem Kennwort, das wir hier ein einziges Mal zeigen und sonst nirgends.', passphraseOnce: 'Schreiben Sie es jetzt auf: Es wird nicht noch einmal gezeigt.',
    passphraseGone: 'Das Kennwort wurde schon gezeigt. Wenn Sie es nicht haben, bitten Sie uns um eine neue Antwort.', certificate: 'Bescheinigung herunterladen', carriedOut: 'Ausgeführt am {day}', ended: 'Beendet am {day}', forgotten: 'Was Sie nannte, ist bei uns seither vernichtet, und mit ihm Ihr eigener Code und alles, was gefunden wurde. Mehr als dies können wir nicht mehr sagen, und dies allein anhand Ihres Zeichens.', withdraw: 'Anliegen zurücknehmen', withdrawText: 'Wir arbeiten dann nicht weiter daran.', withdrawn: 'Sie haben das Anliegen zurückgenommen.',
  },
  files: {
    proof: 'Zeigen, dass Sie es sind', proofText: 'Darum haben wir Sie gebeten:', proofKept: 'Decken Sie alles ab, worum wir nicht gebeten haben. Wir löschen es, sobald wir entschieden haben, und behalten nur, dass wir es gesehen haben.',
    document: 'Ein Dokument schicken', documentText: 'Nur, was uns bei Ihrem Anliegen hilft. Es liegt verschlüsselt bei Ihrem Anliegen und geht mit ihm.', label: 'Dateien', hint: 'PDF, PNG, JPEG oder WebP, je bis zu 5 MB, vier auf einmal.', send: 'Dateien absenden',
    list: 'Was Sie geschickt haben', here: 'liegt uns vor', gone: 'gelöscht; wir behalten nur, dass es da war', done: 'Ihre Dateien sind angekommen.', nothing: 'Wählen Sie zuerst eine Datei aus.', size: '{name} ist größer als 5 MB.', type: '{name} ist weder PDF noch PNG, JPEG oder WebP.', many: 'Schicken Sie höchstens vier Dateien auf einmal und zehn insgesamt.', over: 'Für dieses Anliegen nehmen wir keine Datei mehr an.',
  },
  answer: { heading: 'Ihre Antwort', text: 'Die Datei ist verschlüsselt, damit sie unterwegs niemand lesen kann. Sie brauchen das Kennwort, das die Seite zu Ihrem Anliegen zeigt.', how: 'Es ist eine age-Datei (age-encryption.org): Öffnen Sie sie mit einem Programm für solche Dateien, zum Beispiel „age --decrypt“.', get: 'Datei herunterladen', gone: 'Dieser Link gilt nicht mehr, oder es gab ihn nie. Bitten Sie uns um einen neuen.' },
  problem: { heading: 'Das hat nicht geklappt', back: 'Zurück', notFound: 'Unter dieser Adresse gibt es nichts.', tooMany: 'Zu viele Versuche von hier. Bitte warten Sie eine Viertelstunde.', invalid: 'Etwas fehlt oder ist nicht lesbar: {what}', failed: 'Bei uns ist etwas schiefgegangen. Bitte versuchen Sie es später noch einmal.' },
  mails: {
    confirm: { subject: 'Ihr Code für {controller}', paragraphs: ['Jemand, vermutlich Sie, hat {controller} um dies gebeten: {right}.', 'Wenn Sie es waren, geben Sie diesen Code ein:', '{code}', 'Hier:', '{link}', 'Zeichen: {reference}', 'Der Code gilt {hours} Stunden. Wenn Sie es nicht waren, tun Sie nichts: Ohne den Code geschieht mit Ihren Daten nichts.'] },
    ready: { subject: 'Ihre Antwort von {controller}', paragraphs: ['Am {received} haben Sie {controller} um dies gebeten: {right}.', 'Die Antwort liegt bereit. Sie ist verschlüsselt; Sie erhalten sie bis zum {until} hier:', '{link}', 'Das Kennwort steht nicht in dieser E-Mail. Sie sehen es ein einziges Mal, mit Ihrem Zeichen und Ihrem eigenen Code, hier:', '{status}', 'Zeichen: {reference}'] },
    done: { subject: '{controller} hat erledigt, worum Sie gebeten haben', paragraphs: ['Am {received} haben Sie {controller} um dies gebeten: {right}.', 'Es ist erledigt.', '{what}', 'Eine Bescheinigung, die niemanden nennt und sich prüfen lässt, erhalten Sie hier:', '{status}', 'Zeichen: {reference}', 'Wenn Sie damit nicht zufrieden sind, können Sie sich bei {authority} beschweren.'] },
    codeEnds: { subject: 'Ihr Code für {controller} gilt nicht mehr lange', paragraphs: ['Am {received} hat jemand, vermutlich Sie, {controller} um dies gebeten: {right}.', 'Wir haben einen Code an diese Adresse geschickt. Er gilt bis zum {until}, und ohne ihn geschieht nichts. Geben Sie ihn hier ein:', '{link}', 'Zeichen: {reference}', 'Wenn Sie es nicht waren, tun Sie nichts.'] },
    proofWaits: { subject: '{controller} wartet noch auf Sie', paragraphs: ['Am {received} haben Sie {controller} um dies gebeten: {right}.', 'Um sicher zu sein, dass Sie es waren, haben wir Sie um etwas Weiteres gebeten; es ist noch nicht da. Ohne das können wir nicht weitermachen.', 'Der Stand:', '{status}', 'Zeichen: {reference}'] },
    lift: { subject: 'Wir verwenden Ihre Daten wieder', paragraphs: ['Sie hatten {controller} gebeten, die Verwendung Ihrer Daten einzuschränken.', 'Ab dem {day} verwenden wir sie wieder, aus diesem Grund: {reason}'] },
  },
};
