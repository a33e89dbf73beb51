import { further } from './words/further.ts';

/** The words of the pages that people reach without the company's own site: by language, English where there are none. */
export type PageWords = {
  readonly title: string; readonly intro: string; readonly subject: string; readonly show: string; readonly history: string; readonly none: string; readonly save: string; readonly saved: string; readonly receipt: string;
  readonly yes: string; readonly no: string; readonly always: string; readonly stop: string; readonly stopAsk: string; readonly stopped: string; readonly confirm: string; readonly confirmAsk: string; readonly confirmed: string; readonly invalid: string; readonly saidNo: string;
};

const en: PageWords = {
  title: 'Your privacy choices', intro: 'Here you see what you have answered, can change it, and can download the proof of each answer.', subject: 'Your consent number', show: 'Show my choices', history: 'What you answered', none: 'Nothing was answered yet.',
  save: 'Save choice', saved: 'Your choice is saved.', receipt: 'Download receipt', yes: 'Yes', no: 'No', always: 'Always on', stop: 'Stop these e-mails', stopAsk: 'Do you want to stop receiving this?', stopped: 'Done. You will not receive this any more.',
  confirm: 'Confirm', confirmAsk: 'Please confirm that you want this.', confirmed: 'Thank you. It is confirmed.', invalid: 'This link is not valid, or not valid any more.', saidNo: 'You have said no since this link was sent, and that stands. To agree, sign up again.',
};

const all: Readonly<Record<string, PageWords>> = {
  ...further,
  en,
  de: {
    title: 'Ihre Datenschutz-Entscheidungen', intro: 'Hier sehen Sie, was Sie geantwortet haben, können es ändern und den Beleg jeder Antwort herunterladen.', subject: 'Ihre Einwilligungsnummer', show: 'Meine Entscheidungen zeigen', history: 'Was Sie geantwortet haben', none: 'Es wurde noch nichts beantwortet.',
    save: 'Auswahl speichern', saved: 'Ihre Auswahl ist gespeichert.', receipt: 'Beleg herunterladen', yes: 'Ja', no: 'Nein', always: 'Immer an', stop: 'Diese E-Mails beenden', stopAsk: 'Möchten Sie dies nicht mehr erhalten?', stopped: 'Erledigt. Sie erhalten dies nicht mehr.',
    confirm: 'Bestätigen', confirmAsk: 'Bitte bestätigen Sie, dass Sie dies möchten.', confirmed: 'Danke. Es ist bestätigt.', invalid: 'Dieser Link ist nicht oder nicht mehr gültig.', saidNo: 'Sie haben nach diesem Link Nein gesagt, und dabei bleibt es. Wenn Sie zustimmen möchten, melden Sie sich neu an.',
  },
  fr: {
    title: 'Vos choix de confidentialité', intro: 'Vous voyez ici ce que vous avez répondu, pouvez le modifier et télécharger la preuve de chaque réponse.', subject: 'Votre numéro de consentement', show: 'Afficher mes choix', history: 'Vos réponses', none: 'Aucune réponse pour l’instant.',
    save: 'Enregistrer', saved: 'Votre choix est enregistré.', receipt: 'Télécharger le reçu', yes: 'Oui', no: 'Non', always: 'Toujours actif', stop: 'Ne plus recevoir ces e-mails', stopAsk: 'Voulez-vous ne plus recevoir ceci ?', stopped: 'C’est fait. Vous ne recevrez plus ceci.',
    confirm: 'Confirmer', confirmAsk: 'Veuillez confirmer que vous le souhaitez.', confirmed: 'Merci. C’est confirmé.', invalid: 'Ce lien n’est pas valable, ou ne l’est plus.', saidNo: 'Vous avez dit non depuis l’envoi de ce lien, et cela reste valable. Pour accepter, inscrivez-vous à nouveau.',
  },
  es: {
    title: 'Sus opciones de privacidad', intro: 'Aquí ve lo que ha respondido, puede cambiarlo y descargar la prueba de cada respuesta.', subject: 'Su número de consentimiento', show: 'Mostrar mis opciones', history: 'Lo que respondió', none: 'Todavía no hay respuestas.',
    save: 'Guardar', saved: 'Su elección se ha guardado.', receipt: 'Descargar recibo', yes: 'Sí', no: 'No', always: 'Siempre activo', stop: 'Dejar de recibir estos correos', stopAsk: '¿Quiere dejar de recibir esto?', stopped: 'Hecho. Ya no recibirá esto.',
    confirm: 'Confirmar', confirmAsk: 'Confirme que lo desea.', confirmed: 'Gracias. Está confirmado.', invalid: 'Este enlace no es válido o ya no lo es.', saidNo: 'Ha dicho que no desde que se envió este enlace, y eso es lo que vale. Si quiere aceptar, regístrese de nuevo.',
  },
  it: {
    title: 'Le tue scelte sulla privacy', intro: 'Qui vedi che cosa hai risposto, puoi cambiarlo e scaricare la prova di ogni risposta.', subject: 'Il tuo numero di consenso', show: 'Mostra le mie scelte', history: 'Che cosa hai risposto', none: 'Non c’è ancora nessuna risposta.',
    save: 'Salva', saved: 'La tua scelta è salvata.', receipt: 'Scarica la ricevuta', yes: 'Sì', no: 'No', always: 'Sempre attivo', stop: 'Non ricevere più queste e-mail', stopAsk: 'Vuoi smettere di riceverle?', stopped: 'Fatto. Non riceverai più queste e-mail.',
    confirm: 'Conferma', confirmAsk: 'Conferma che lo desideri.', confirmed: 'Grazie. È confermato.', invalid: 'Questo link non è valido o non lo è più.', saidNo: 'Hai detto di no dopo l’invio di questo link, e vale il no. Per accettare, iscriviti di nuovo.',
  },
  nl: {
    title: 'Uw privacykeuzes', intro: 'Hier ziet u wat u hebt geantwoord, kunt u het wijzigen en het bewijs van elk antwoord downloaden.', subject: 'Uw toestemmingsnummer', show: 'Toon mijn keuzes', history: 'Wat u hebt geantwoord', none: 'Er is nog niets beantwoord.',
    save: 'Keuze opslaan', saved: 'Uw keuze is opgeslagen.', receipt: 'Bewijs downloaden', yes: 'Ja', no: 'Nee', always: 'Altijd aan', stop: 'Deze e-mails stoppen', stopAsk: 'Wilt u dit niet meer ontvangen?', stopped: 'Klaar. U ontvangt dit niet meer.',
    confirm: 'Bevestigen', confirmAsk: 'Bevestig dat u dit wilt.', confirmed: 'Dank u. Het is bevestigd.', invalid: 'Deze link is niet geldig, of niet meer.', saidNo: 'U hebt nee gezegd nadat deze link is verstuurd, en dat blijft zo. Wilt u toch toestemmen, meld u dan opnieuw aan.',
  },
};

/** The language that a page may be in: the first that a browser asks for and that there is. */
export function pageLanguage(accept: string | undefined): string {
  const asked = (accept ?? '').split(',').map((one) => (one.split(';')[0] ?? '').trim().toLowerCase().split('-')[0] ?? '');
  // Browsers name Norwegian in three ways.
  return asked.map((one) => (one === 'no' || one === 'nn' ? 'nb' : one)).find((one) => Object.hasOwn(all, one)) ?? 'en';
}
export const pageWordsOf = (language: string): PageWords => all[language] ?? en;
