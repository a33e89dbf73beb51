export { parseChoice, type Choice } from './consent/choice.ts';
