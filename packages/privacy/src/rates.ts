export { breaksOf, nudges, shareOf, type Break, type Counts, type Share } from './consent/rates.ts';
