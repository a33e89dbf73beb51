import type { Answer } from '@avouch/api/client';
import type { RequestState } from '@avouch/privacy/request';
import type { Plan } from '@avouch/privacy/plan';
import { untoldOf, untoldSentence } from './told.ts';

/** What is to be done next with a request, and by whom. */
export type NextAct = Answer<'request'>['next'];

/** What decides on it beside the state; what only those see who may open the request is left out for others. */
export type Standing = { readonly working: boolean; readonly plan?: Plan | undefined; readonly questions?: number; readonly mendable?: string | null; /** Files that came in and nobody looked at. */ readonly unseen?: number; /** What it waits for among what was asked with it. */ readonly waits?: string | null };

const next = (act: NextAct['act'], sentence: string): NextAct => ({ act, sentence });

/** The next act for a request that stands so. */
export function nextOf(state: RequestState, { working, plan, questions = 0, mendable = null, unseen = 0, waits = null }: Standing): NextAct {
  if (working) return next('wait', 'Work on it is under way.');
  if (waits !== null) return next('wait', waits);
  if (unseen > 0 && ['received', 'identifying', 'paused'].includes(state.status)) return next('identify', `${unseen === 1 ? 'A file was' : `${unseen} files were`} handed in: look at ${unseen === 1 ? 'it' : 'them'}, then state whether it shows who asks.`);
  switch (state.status) {
    case 'received': return next('identify', 'Find out who asks: by the code that was sent, or by stating how it was shown.');
    case 'identifying': return next('identify', 'Wait for the proof that was asked for, or state how it was shown.');
    case 'paused': return next('wait', 'The clock stands until the person answers: let it run again when they did.');
    case 'surveying': return surveying(state, mendable);
    case 'planned': return next('approve', 'The plan waits for the rule that approves it.');
    case 'awaiting_approval': return plan?.ready === false ? next('mend', 'The plan has faults that stop it: mend them, or accept them with a reason.') : next('approve', 'Look at the plan and approve it.');
    case 'running': return running(state);
    case 'rereading': return state.reread === null ? next('reread', 'Read the sources again.') : next('mend', 'Something is left that nothing explains, or a source could not be read: put it right and read again.');
    case 'answering': return questions > 0 ? next('complete', 'The answer must tell something that nobody has recorded: state it.') : next('release', 'Look at the answer and give it to the person.');
    case 'forwarded': return next('wait', 'It lies with the company that we work for.');
    case 'answered': case 'partly_refused': return telling(state, plan) ?? next('close', 'Close it.');
    case 'refused': case 'withdrawn': return next('close', 'Close it.');
    case 'closed': return next('none', 'It is closed.');
    default: return state.status satisfies never;
  }
}

function surveying({ survey }: RequestState, mendable: string | null): NextAct {
  if (survey === null) return next('survey', 'Look for the data.');
  if (survey.doubts > 0) return next('settle', 'Several people go by one key: say which rows are the person’s.');
  if (mendable !== null) return next('mend', mendable);
  return survey.problems > 0 ? next('survey', 'A store could not be read: put it right and look again.') : next('plan', 'Plan what is to be done.');
}

function running({ plan, steps, rights }: RequestState): NextAct {
  const attested = steps.filter(({ does, problem }) => does === 'attest' && problem === null).length;
  const broken = steps.some(({ problem }) => problem !== null);
  const rest = (plan?.tasks ?? 0) - attested;
  // What changes and gives nothing has no steps but those of people.
  const byPeople = plan?.changes === 0 && !rights.includes('access') && !rights.includes('portability') && rest > 0;
  if (broken || (steps.length === attested && !byPeople)) return next('run', broken ? 'A step met a problem and is not done: put it right and start the run again.' : 'Carry out the plan.');
  return rest > 0 ? next('tasks', `${rest === 1 ? 'One task' : `${rest} tasks`} for people: do what it says, and attest it.`) : next('run', 'The run broke off: start it again, it goes on where it stopped.');
}

/** What is erased or put right is told to whoever got the data: Art. 19. One that could not be reached is not told. */
function telling(state: RequestState, plan: Plan | undefined): NextAct | null {
  const untold = untoldOf(state, plan);
  return untold.length === 0 ? null : next('tell', untoldSentence(untold));
}
