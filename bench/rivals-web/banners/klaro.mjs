import { setup } from 'klaro';

setup({
  version: 1, lang: 'en', acceptAll: true, hideDeclineAll: false, default: false,
  translations: { en: { purposes: { necessary: 'Necessary', statistics: 'Statistics', marketing: 'Marketing', media: 'Media' } } },
  services: ['necessary', 'statistics', 'marketing', 'media'].map((name) => ({ name, title: name, purposes: [name], required: name === 'necessary' })),
});
