import type { Texts } from '../view/texts.ts';

/** German. */
export const texts: Texts = {
  language: 'de',
  title: 'Deine Daten, deine Wahl',
  body: 'Dürfen wir Cookies und ähnliche Mittel verwenden? Nichts startet, bevor du Ja sagst, und du kannst deine Meinung jederzeit ändern.',
  accept: 'Alle akzeptieren',
  refuse: 'Alle ablehnen',
  choose: 'Auswählen',
  save: 'Auswahl speichern',
  close: 'Schließen',
  always: 'Immer an',
  companies: 'Unternehmen',
  session: 'bis der Browser geschlossen wird',
  notice: 'Datenschutzhinweise',
  back: 'Datenschutz-Auswahl',
  signal: 'Dein Browser bittet darum, nicht verfolgt zu werden. Wir nehmen das als Nein. Du kannst hier trotzdem etwas erlauben.',
  saved: 'Deine Auswahl ist gespeichert.',
  held: 'Dieser Inhalt kommt von {name}. Er wird nur geladen, wenn du es erlaubst.',
  allow: '{name} erlauben',
  purposes: {
    necessary: ['Notwendig', 'Damit die Website funktioniert: Anmeldung, Sicherheit, diese Auswahl.'],
    preferences: ['Einstellungen', 'Merkt sich etwa Sprache und Region.'],
    statistics: ['Statistik', 'Zeigt uns, wie die Website genutzt wird.'],
    marketing: ['Marketing', 'Zeigt Werbung und misst sie.'],
    media: ['Medien', 'Zeigt Videos, Karten und Beiträge von anderen Websites.'],
  },
};
