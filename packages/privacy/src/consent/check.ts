import type { Choice } from './choice.ts';
import type { NoticeDocument } from './notice.ts';

/** What is odd about an answer that is taken all the same. `clock-ahead`: dated after it came; `late`: it waited long; `place`: the proxy names another country. */
export type Mark = 'clock-ahead' | 'late' | 'place';

/** Whether an answer fits the notice that it names: if not, a browser that was shown that notice cannot have sent it. */
export type Checked = { readonly ok: true } | { readonly ok: false; readonly message: string };

/** The regime of a place under a notice; the strictest when the place is unknown or not listed. */
export const regimeOf = ({ regimes }: Pick<NoticeDocument, 'regimes'>, place: string | null): 'opt-in' | 'opt-out' => regimes[place ?? ''] ?? regimes[(place ?? '').slice(0, 2)] ?? 'opt-in';

const asked = new WeakMap<NoticeDocument, ReadonlySet<string>>();

/** What is asked under a notice: the purposes that are not required, and the vendors that serve one of those. */
export function askedOf(document: NoticeDocument): ReadonlySet<string> {
  const known = asked.get(document);
  if (known !== undefined) return known;
  const open = new Set(document.purposes.filter(({ required }) => !required).map(({ id }) => id));
  const all = new Set([...open, ...document.vendors.filter(({ purpose }) => open.has(purpose)).map(({ id }) => id)]);
  asked.set(document, all);
  return all;
}

const refused = (message: string): Checked => ({ ok: false, message });

/** Judges an answer against the published document that its hash names. */
export function checkChoice(choice: Choice, document: NoticeDocument): Checked {
  const { notice, language, variant, answers, method, place, regime } = choice;
  if (notice.id !== document.notice.id || notice.version !== document.notice.version) return refused('The notice’s id and version are not those of its hash.');
  if (language !== '' && language !== document.language && language !== document.language.split('-')[0]) return refused('The notice was not published in this language under this hash.');
  if (variant !== null && !document.variants.includes(variant)) return refused('The site has no interface variant of this name.');
  if (regime !== regimeOf(document, place)) return refused('The notice has another regime for this place.');
  const ids = Object.keys(answers);
  const open = askedOf(document);
  const unknown = ids.find((id) => !open.has(id));
  if (unknown !== undefined) return refused(`${unknown} is no purpose or vendor that this notice asks about.`);
  if (ids.length === 0) return refused('It answers nothing.');
  if ((method === 'refuse' || method === 'close') && ids.some((id) => answers[id])) return refused('A refusal allows nothing.');
  return { ok: true };
}

/** Two clocks are seldom equal; a browser that was offline sends late. */
const AHEAD_MS = 5 * 60_000;
const LATE_MS = 24 * 3_600_000;

/** What is odd about when and where an answer came from. `country` is what a trusted proxy says, null when none does. */
export function marksOf({ at, place }: Pick<Choice, 'at' | 'place'>, receivedMs: number, country: string | null): readonly Mark[] {
  const late = receivedMs - Date.parse(at);
  return [
    ...(late < -AHEAD_MS ? ['clock-ahead' as const] : late > LATE_MS ? ['late' as const] : []),
    ...(country !== null && place !== null && place.slice(0, 2) !== country ? ['place' as const] : []),
  ];
}
