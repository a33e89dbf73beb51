import type { Texts } from '../view/texts.ts';

/** French. */
export const texts: Texts = {
  language: 'fr',
  title: 'Vos données, votre choix',
  body: 'Pouvons-nous utiliser des cookies et des outils similaires ? Rien ne démarre avant votre accord, et vous pouvez changer d’avis à tout moment.',
  accept: 'Tout accepter',
  refuse: 'Tout refuser',
  choose: 'Choisir',
  save: 'Enregistrer',
  close: 'Fermer',
  always: 'Toujours actif',
  companies: 'Entreprises',
  session: 'jusqu’à la fermeture du navigateur',
  notice: 'Politique de confidentialité',
  back: 'Choix de confidentialité',
  signal: 'Votre navigateur demande aux sites de ne pas vous suivre. Nous le prenons comme un refus. Vous pouvez tout de même autoriser des éléments ici.',
  saved: 'Votre choix est enregistré.',
  held: 'Ce contenu vient de {name}. Il ne se charge que si vous l’autorisez.',
  allow: 'Autoriser {name}',
  purposes: {
    necessary: ['Nécessaires', 'Fait fonctionner le site : connexion, sécurité, ce choix.'],
    preferences: ['Préférences', 'Retient par exemple la langue et la région.'],
    statistics: ['Statistiques', 'Nous montre comment le site est utilisé.'],
    marketing: ['Publicité', 'Affiche et mesure la publicité.'],
    media: ['Médias', 'Affiche des vidéos, cartes et publications d’autres sites.'],
  },
};
