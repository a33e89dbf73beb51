import 'vanilla-cookieconsent/dist/cookieconsent.css';
import { run } from 'vanilla-cookieconsent';

await run({
  // The bench drives the browser, which would pass for a robot's.
  hideFromBots: false,
  categories: { necessary: { enabled: true, readOnly: true }, statistics: {}, marketing: {}, media: {} },
  language: {
    default: 'en',
    translations: {
      en: {
        consentModal: { title: 'Your data, your choice', description: 'May we use cookies and similar tools?', acceptAllBtn: 'Accept all', acceptNecessaryBtn: 'Reject all', showPreferencesBtn: 'Choose' },
        preferencesModal: {
          title: 'Privacy choices', acceptAllBtn: 'Accept all', acceptNecessaryBtn: 'Reject all', savePreferencesBtn: 'Save choice', closeIconLabel: 'Close',
          sections: ['necessary', 'statistics', 'marketing', 'media'].map((linkedCategory) => ({ title: linkedCategory, description: 'What it is for.', linkedCategory })),
        },
      },
    },
  },
});
