import type { EntityOf } from '@avouch/connectors/entities';
import { type Check, checksOver, type Judgement } from './check.ts';
import { themeOf, themes } from './finding-themes.ts';
import { fail, notApplicable, pass, unknown } from './verdicts.ts';

type Finding = EntityOf<'finding'>;

const elsewhere = notApplicable('The finding is about something else.');

/** What the other tool said, in our words. What only a person at that tool can tell stays unknown. */
const judgeFinding = ({ tool, rule, state, muted }: Finding): Judgement => {
  const of = `${tool}, rule ${rule}`;
  switch (state) {
    case 'pass': return pass(`${of}: nothing was found.`);
    case 'fail': return muted ? unknown(`who approved that this finding is muted (${of})`) : fail(`${of}: a deviation was found.`);
    case 'not-applicable': return notApplicable(`${of}: does not apply here.`);
    case 'manual': return unknown(`the outcome: a person must look (${of})`);
    default: return unknown(`the outcome: the tool did not check it (${of})`);
  }
};

/** Checks over what other tools found, one for each theme that their rules belong to. */
export const findingChecks: readonly Check[] = checksOver('finding', themes.map(({ id, title, why, controls }) => ({
  id: `finding.${id}`, title, why, controls,
  remedy: 'Open the finding in the tool that made it and follow its remedy there. Then run the tool again and hand its new result in: the newest result is what counts.',
  judge: (finding) => (themeOf(finding.rule)?.id === id ? judgeFinding(finding) : elsewhere),
})));
