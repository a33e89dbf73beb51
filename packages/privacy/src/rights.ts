import { type Authority, authorityList } from './law/authorities.ts';
import type { Day } from './law/days.ts';
import { allGrounds, type Ground } from './law/grounds.ts';
import type { Jurisdiction } from './law/jurisdictions.ts';
import { type MatrixRule, matrixRules } from './law/matrix.ts';
import { citedIn, dayText, filled, textsIn } from './law/texts.ts';
import type { LawTexts, LetterKind } from './law/letters.ts';
import type { RightsRule } from './plan.ts';
import type { Right } from './request/headers.ts';

export type { Authority, Ground, LetterKind, MatrixRule };

const planned = ['access', 'portability', 'rectification', 'erasure', 'restriction', 'objection', 'retention'] as const satisfies readonly RightsRule['right'][];

/** Each right that a plan carries out against each lawful basis: GDPR Arts. 5(1)(e), 15 – 18, 20 and 21(1). */
export const rightsRules: readonly RightsRule[] = matrixRules.flatMap((rule) => {
  const right = planned.find((one) => one === rule.right);
  return right === undefined ? [] : [{ ...rule, right }];
});

/** What the law says of a right on a basis: every right, those that no plan carries out (Arts. 7(3), 21(3), 22) too. */
export function ruleOf(right: MatrixRule['right'], basis: MatrixRule['basis']): MatrixRule {
  const rule = matrixRules.find((one) => one.right === right && one.basis === basis);
  if (rule === undefined) throw new RangeError(`there is no rule for ${right} on ${basis}`);
  return rule;
}

/** Every ground on which something may be refused or limited, with what must be stated for it. */
export const grounds: readonly Ground[] = allGrounds;

/** The supervisory authorities by name; for a part of the United Kingdom that of the whole. */
export const authorityOf = (jurisdiction: string): Authority | null => authorityList.find(({ country }) => country === jurisdiction.slice(0, 2)) ?? null;

/** A ground as it is stated to one person. */
export type StatedGround = { readonly ground: string; readonly reason?: string; readonly law?: string; readonly until?: Day };

export type LetterInput = {
  readonly letter: LetterKind;
  /** `de`; English where there is no text in it. */
  readonly language: string;
  readonly law: Jurisdiction['law'];
  readonly controller: string;
  readonly reference: string;
  readonly right: Right;
  readonly received: Day;
  /** The day by which the answer comes, where the letter tells one. */
  readonly due?: Day;
  readonly reasons?: string;
  /** What is asked for to show who asks. */
  readonly wanted?: string;
  readonly grounds?: readonly StatedGround[];
  readonly authority?: string;
  /** For a letter that tells that the request was passed on: to whom. */
  readonly customer?: string;
};

/** A letter to the person, as plain text that is never markup. `language` is the one it is really in. */
export type Letter = { readonly subject: string; readonly paragraphs: readonly string[]; readonly language: string };

/**
 * A letter that the law asks for, in plain words. One that refuses, wholly or in part, tells ground, complaint and remedy
 * (Art. 12(4)). Throws RangeError where something is missing that it must tell, and for a ground that does not fit the right.
 */
export function letterOf(input: LetterInput): Letter {
  const texts = textsIn(input.language);
  const { letter, law, grounds: stated = [] } = input;
  const { subject, paragraphs } = texts.letters[letter];
  const refuses = letter === 'refused' || letter === 'partly_refused';
  if (refuses && stated.length === 0) throw new RangeError('a refusal tells its ground');
  const values = {
    controller: input.controller, reference: input.reference, right: texts.rights[input.right], received: dayText(input.received, texts.language), reasons: input.reasons, wanted: input.wanted,
    customer: input.customer, due: input.due === undefined ? undefined : dayText(input.due, texts.language),
  };
  const authority = input.authority ?? texts.unknownAuthority;
  const redress = refuses || letter === 'extended' ? [filled(texts.complaint[law], { authority }), texts.remedy[law]] : [];
  return {
    subject: filled(subject, values), language: texts.language,
    paragraphs: [...paragraphs.map((one) => filled(one, values)), ...stated.map((one) => groundText(one, input, texts)), ...redress],
  };
}

/**
 * One ground in words: what it is, the facts, the law and its end as far as they are stated, and the article. What the Swiss
 * act lets one refuse is not among our data: under it only a law that the company names can be stated.
 */
function groundText(stated: StatedGround, { right, law }: LetterInput, texts: LawTexts): string {
  const ground = grounds.find(({ code }) => code === stated.ground);
  const sentence = texts.grounds[stated.ground];
  if (ground === undefined || sentence === undefined || !ground.rights.includes(right)) throw new RangeError(`${stated.ground} is no ground to refuse ${right.replace('_', ' ')}`);
  if (law === 'fadp' && ground.code !== '23') throw new RangeError('under the Swiss act, state the law that limits the right');
  const lacks = ground.needs.find((need) => need !== 'until' && stated[need] === undefined);
  if (lacks !== undefined) throw new RangeError(`${ground.article} needs its ${lacks}`);
  const until = stated.until === undefined ? undefined : dayText(stated.until, texts.language);
  const details = [[texts.details.reason, stated.reason], [texts.details.law, stated.law], [texts.details.until, until]] as const;
  return [
    sentence,
    ...details.flatMap(([template, value]) => (value === undefined ? [] : [template.replace(/\{\w+\}/, () => value)])),
    ...(law === 'fadp' ? [] : [filled(texts.details.ground, { article: citedIn(ground.code, texts, law) })]),
  ].join(' ');
}
