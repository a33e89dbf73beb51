import '@c15t/react/styles.css';
import { ConsentBanner, ConsentDialog, ConsentManagerProvider } from '@c15t/react';
import { createElement as element } from 'react';
import { createRoot } from 'react-dom/client';

const categories = { statistics: 'measurement', marketing: 'marketing', media: 'experience' };
const scripts = Array.from({ length: 6 }, (_, n) => ({ id: `held-${n}`, src: `/held-${n}.js`, category: Object.values(categories)[n % 3] }));
const options = { mode: 'offline', consentCategories: ['necessary', ...Object.values(categories)], scripts, overrides: { country: 'DE' } };
createRoot(document.getElementById('consent')).render(element(ConsentManagerProvider, { options }, element(ConsentBanner), element(ConsentDialog)));
