import type { DataMap, LawfulBasis, Recipient } from '../datamap.ts';
import { type Jurisdiction, jurisdictions } from '../law/jurisdictions.ts';
import type { PlaceRef } from '../ownership.ts';
import { type FoundPlace, mappedField, purposesOf } from './found.ts';

/** Something that an answer must tell and nobody has recorded: asked of the privacy lead, never invented. */
export type AnswerQuestion = {
  /** Stable: `retention:orders`. */
  readonly id: string;
  readonly article: string;
  readonly sentence: string;
  /** Where it is recorded, so that the next answer finds it. */
  readonly where: string;
  /** What the privacy lead stated for this answer; null while it is open. */
  readonly answer: string | null;
};

/** A text that was recorded or stated, or null while its question is open. */
type Told = string | null;

export type ToldPurpose = { readonly id: string; readonly title: string; readonly basis: LawfulBasis; readonly special: string | null; readonly ground: string | null; readonly retention: Told; readonly automated: Told; /** The map says that there is no such decision. */ readonly noMachine: boolean };
export type ToldRecipient = { readonly title: string; readonly role: Recipient['role']; readonly country: string | null; readonly stated: Told; /** Null where the country is not known. */ readonly outside: boolean | null; readonly safeguard: Told; readonly hosts: string | null };
export type ToldSource = { readonly provenance: 'given' | 'observed' | 'derived' | 'elsewhere'; readonly source: Told; readonly categories: readonly string[] };

/** What Art. 15(1) and (2) ask to be told, as far as it is recorded for the data that was found. */
export type Account = {
  readonly rows: number;
  readonly places: readonly FoundPlace[];
  readonly purposes: readonly ToldPurpose[];
  readonly categories: readonly { readonly category: string; readonly special: boolean }[];
  readonly recipients: readonly ToldRecipient[];
  readonly noRecipients: readonly string[];
  readonly sources: readonly ToldSource[];
  readonly questions: readonly AnswerQuestion[];
};

export type AccountInput = {
  readonly map: DataMap;
  readonly found: readonly FoundPlace[];
  readonly law: Jurisdiction['law'];
  /** Titles of vendors' records, by their ids. */
  readonly vendors: Readonly<Record<string, { readonly name: string; readonly country?: string }>>;
  /** What the privacy lead stated for this answer, by question. */
  readonly answers: Readonly<Record<string, string>>;
};

const inside: Readonly<Record<Jurisdiction['law'], readonly string[]>> = {
  gdpr: Object.values(jurisdictions).filter(({ law }) => law === 'gdpr').map(({ id }) => id), 'uk-gdpr': ['GB'], fadp: ['CH'],
};

/** Asks once for each thing that is not recorded, and hands on what was answered. */
function asking(answers: AccountInput['answers']) {
  const questions = new Map<string, AnswerQuestion>();
  const ask = (id: string, article: string, sentence: string, where: string): Told => {
    const answer = answers[id]?.trim() || null;
    questions.set(id, { id, article, sentence, where, answer });
    return answer;
  };
  return { ask, questions: () => [...questions.values()] };
}
type Ask = ReturnType<typeof asking>['ask'];

/** The account of what was found. What the data map and the vendors' records don't say becomes a question with the place to record it. */
export function accountOf(input: AccountInput): Account {
  const { map, found } = input;
  const { ask, questions } = asking(input.answers);
  // A field that is left out of every row is another's: neither its category nor its purpose is this person's.
  const shown = found.flatMap((place) => place.fields.filter((field) => (place.types[field]?.length ?? 0) > 0).map((field) => ({ place, field, mapped: mappedField(map, place, field) }))).filter(({ mapped }) => mapped?.category !== 'none');
  const purposeIds = [...new Set(shown.flatMap(({ place, field }) => {
    const ids = purposesOf(map, place, field);
    if (ids.length === 0) ask(`purpose:${place.system}/${place.place}`, 'Art. 15(1)(a)', `For what is ${titleOf(map, place)} used? No purpose is recorded.`, `systems.${place.system}.places.${place.place}.purposes`);
    return ids;
  }))].toSorted((a, b) => Object.keys(map.purposes).indexOf(a) - Object.keys(map.purposes).indexOf(b));
  const purposes = purposeIds.map((id) => toldPurpose(map, id, found, ask));
  const categories = new Map<string, boolean>();
  for (const { mapped } of shown) if (mapped !== undefined) categories.set(mapped.category, (categories.get(mapped.category) ?? false) || mapped.special);
  const { recipients, noRecipients } = toldRecipients(input, purposeIds, ask);
  return {
    rows: found.reduce((sum, { rows }) => sum + rows, 0), places: found, purposes, recipients, noRecipients,
    categories: [...categories].map(([category, special]) => ({ category, special })).toSorted((a, b) => (a.category < b.category ? -1 : 1)),
    sources: toldSources(map, shown, ask), questions: questions(),
  };
}

const titleOf = (map: DataMap, { system, place }: PlaceRef): string => map.systems[system]?.places[place]?.title ?? place;

function toldPurpose(map: DataMap, id: string, found: readonly FoundPlace[], ask: Ask): ToldPurpose {
  const purpose = map.purposes[id];
  if (purpose === undefined) throw new RangeError(`the data map has no purpose ${id}`);
  const { title } = purpose;
  const periods = found.filter((place) => map.systems[place.system]?.places[place.place]?.purposes.includes(id)).flatMap((place) => map.systems[place.system]?.places[place.place]?.retention?.reason ?? []);
  const [only] = new Set(periods);
  const retention = purpose.retention ?? only ?? ask(`retention:${id}`, 'Art. 15(1)(d)', `How long is data kept for “${title}”, or by which criteria is that decided?`, `purposes.${id}.retention`);
  const automated = purpose.automated === undefined
    ? ask(`automated:${id}`, 'Art. 15(1)(h)', `Is anything decided by machine alone for “${title}”? If so: by which logic, and with what significance and consequences? If not, say so.`, `purposes.${id}.automated`)
    : purpose.automated;
  return { id, title, basis: purpose.basis, special: purpose.special ?? null, ground: purpose.ground ?? null, retention, automated, noMachine: purpose.automated === null };
}

function toldRecipients({ map, found, law, vendors, answers }: AccountInput, purposes: readonly string[], ask: Ask) {
  const recipients: ToldRecipient[] = [];
  const noRecipients: string[] = [];
  const safeguardOf = (key: string, title: string, outside: boolean | null, recorded: string | undefined, where: string): Told =>
    (outside !== true ? null : (recorded ?? ask(`safeguard:${key}`, 'Art. 15(2)', `Under which safeguard does data go to ${title}, and how does one get a copy of it?`, where)));
  const add = (key: string, title: string, role: Recipient['role'], given: { country?: string | undefined; safeguard?: string | undefined; where: string; hosts: string | null }): void => {
    const country = given.country?.slice(0, 2).toUpperCase() ?? null;
    const outside = country === null ? null : !inside[law].includes(country);
    const stated = country === null ? ask(`country:${key}`, 'Art. 15(2)', `In which country is ${title}? If that is outside: under which safeguard does data go there, and how does one get a copy of it?`, `${given.where}.${given.hosts === null ? 'country' : 'location'}`) : null;
    recipients.push({ title, role, country, stated, outside, safeguard: safeguardOf(key, title, outside, given.safeguard, `${given.where}.safeguard`), hosts: given.hosts });
  };
  for (const id of new Set(purposes.flatMap((purpose) => map.purposes[purpose]?.recipients ?? []))) {
    const known = map.recipients[id];
    add(id, known?.title ?? id, known?.role ?? 'controller', { ...known, where: `recipients.${id}`, hosts: null });
  }
  for (const id of new Set(found.map(({ system }) => system))) {
    const system = map.systems[id];
    if (system?.vendor === undefined) continue;
    const named = vendors[system.vendor]?.name ?? ask(`vendor:${id}`, 'Art. 15(1)(c)', `Which company keeps ${system.title} for us? Its record is not there.`, `systems.${id}.vendor`);
    const listed = Object.values(map.recipients).find(({ vendor }) => vendor === system.vendor);
    add(`system:${id}`, named ?? system.title, 'processor', { country: system.location ?? listed?.country ?? vendors[system.vendor]?.country, safeguard: listed?.safeguard, where: `systems.${id}`, hosts: system.title });
  }
  for (const id of purposes.filter((purpose) => (map.purposes[purpose]?.recipients.length ?? 0) === 0)) {
    const title = map.purposes[id]?.title ?? id;
    const stated = ask(`recipients:${id}`, 'Art. 15(1)(c)', `Who received data that is used for “${title}”? None is recorded: name them, or say that there is none.`, `purposes.${id}.recipients`);
    if (stated !== null) noRecipients.push(`${title}: ${answers[`recipients:${id}`]?.trim() ?? stated}`);
  }
  return { recipients, noRecipients };
}

type Shown = { readonly place: FoundPlace; readonly field: string; readonly mapped: ReturnType<typeof mappedField> };

function toldSources(map: DataMap, shown: readonly Shown[], ask: Ask): readonly ToldSource[] {
  const sources = new Map<string, { provenance: ToldSource['provenance']; source: Told; categories: Set<string> }>();
  for (const { place, field, mapped } of shown) {
    if (mapped === undefined) continue;
    const source = mapped.provenance !== 'elsewhere' ? null
      : (mapped.source ?? ask(`source:${place.system}/${place.place}/${field}`, 'Art. 15(1)(g)', `From whom does ${field} in ${titleOf(map, place)} come?`, `systems.${place.system}.places.${place.place}.fields.${field}.source`));
    const key = `${mapped.provenance} ${source ?? ''}`;
    const known = sources.get(key) ?? { provenance: mapped.provenance, source, categories: new Set<string>() };
    known.categories.add(mapped.category);
    sources.set(key, known);
  }
  const order = ['given', 'observed', 'derived', 'elsewhere'];
  return [...sources.values()].map((one) => ({ ...one, categories: [...one.categories].toSorted() })).toSorted((a, b) => order.indexOf(a.provenance) - order.indexOf(b.provenance) || ((a.source ?? '') < (b.source ?? '') ? -1 : 1));
}
