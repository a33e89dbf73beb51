import type { Texts } from '../view/texts.ts';

/** Italian. */
export const texts: Texts = {
  language: 'it',
  title: 'I tuoi dati, la tua scelta',
  body: 'Possiamo usare cookie e strumenti simili? Nulla parte finché non dici di sì, e puoi cambiare idea in ogni momento.',
  accept: 'Accetta tutto',
  refuse: 'Rifiuta tutto',
  choose: 'Scegli',
  save: 'Salva',
  close: 'Chiudi',
  always: 'Sempre attivo',
  companies: 'Aziende',
  session: 'fino alla chiusura del browser',
  notice: 'Informativa sulla privacy',
  back: 'Scelte sulla privacy',
  signal: 'Il tuo browser chiede ai siti di non tracciarti. Lo prendiamo come un no. Puoi comunque consentire qualcosa qui.',
  saved: 'La tua scelta è salvata.',
  held: 'Questo contenuto viene da {name}. Si carica solo se lo consenti.',
  allow: 'Consenti {name}',
  purposes: {
    necessary: ['Necessari', 'Fa funzionare il sito: accesso, sicurezza, questa scelta.'],
    preferences: ['Preferenze', 'Ricorda ad esempio lingua e regione.'],
    statistics: ['Statistiche', 'Ci mostra come viene usato il sito.'],
    marketing: ['Pubblicità', 'Mostra e misura la pubblicità.'],
    media: ['Contenuti esterni', 'Mostra video, mappe e post di altri siti.'],
  },
};
