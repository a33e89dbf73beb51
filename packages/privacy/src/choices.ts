export { parseChoice, type Choice } from './consent/choice.ts';
export { askedOf, checkChoice, marksOf, regimeOf, type Checked, type Mark } from './consent/check.ts';
export { chosenFact, chosenIn, readChosen, CHOSEN, type Chosen, type Method, type State } from './consent/fact.ts';
export { monthsAfter, standingOf, statesAfter, type Answered, type Asking, type Placed, type Standing } from './consent/standing.ts';
