import { Refusal } from '@avouch/api/refusal';
import { jurisdictions } from '@avouch/privacy/deadlines';
import { letterOf, type LetterKind, type StatedGround } from '@avouch/privacy/rights';
import type { PoolClient } from 'pg';
import { filled, wordsIn, type CentreWords } from '../centre/words.ts';
import type { Context } from '../context.ts';
import { mailOf } from '../mail/letter.ts';
import { queueMail } from '../mail/outgoing.ts';
import { addressOf } from './addresses.ts';
import { provenWith, togetherWith } from './bundle.ts';
import type { CentreSettings } from './centre-record.ts';
import type { Held } from './request.ts';

/** A calendar day as the language writes it. */
export const dayText = (day: string, language: string): string => new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(`${day.slice(0, 10)}T00:00:00Z`));

/** Where a request's letters go: to the agent, where one asks. Undefined where no address is known. */
const addresseeOf = ({ stated }: Held): string | undefined => stated?.agent?.mail ?? stated?.mail ?? undefined;

export type LegalLetter = { readonly kind: LetterKind; readonly reasons?: string; readonly wanted?: string; readonly due?: string; readonly grounds?: readonly StatedGround[]; readonly customer?: string };

/** Puts a letter that the law asks for on its way; true when there was an address to send it to. */
export async function sendLegal(context: Context, tx: PoolClient, org: string, settings: CentreSettings, held: Held, letter: LegalLetter): Promise<boolean> {
  const { state, stated } = held;
  const [right] = state.rights;
  const law = jurisdictions[state.received.jurisdiction]?.law;
  if (right === undefined || law === undefined || stated === null) throw new Refusal('conflict', 'What this request was about is forgotten.');
  const { kind, ...rest } = letter;
  let written: ReturnType<typeof letterOf>;
  try {
    written = letterOf({ letter: kind, language: state.received.language, law, controller: settings.controller.name, reference: stated.reference, right, received: state.clock.day, authority: settings.authority.name, ...rest });
  } catch (cause) {
    if (cause instanceof RangeError) throw new Refusal('invalid', `The letter cannot be written: ${cause.message}.`, { cause });
    throw cause;
  }
  const to = addresseeOf(held);
  if (to === undefined) return false;
  await queueMail(context, tx, org, held.id, mailOf({ to, language: written.language, subject: written.subject, paragraphs: written.paragraphs, replyTo: settings.replyTo }));
  return true;
}

type MailKind = keyof CentreWords['mails'];
/** What is about a code: it goes for everything that the code shows, and not for one request alone. */
const aboutCode: readonly MailKind[] = ['confirm', 'codeEnds'];

/** Puts one of the centre's own mails on its way; true when there was an address to send it to. */
export async function sendPlain(context: Context, tx: PoolClient, org: string, settings: CentreSettings, held: Held, kind: MailKind, values: Readonly<Record<string, string>>): Promise<boolean> {
  const to = addresseeOf(held);
  const [right] = held.state.rights;
  if (to === undefined || right === undefined || held.stated === null) return false;
  const { language } = held.state.received;
  const words = wordsIn(language);
  const together = aboutCode.includes(kind) ? provenWith(await togetherWith(tx, org, [held.state]), held.id, true) : [];
  const rights = [...new Set([right, ...together.flatMap(({ state }) => state.rights)])];
  const all = {
    controller: settings.controller.name, right: rights.map((one) => words.rights[one].title).join('; '), received: dayText(held.state.clock.day, words.language), reference: held.stated.reference, authority: settings.authority.name,
    status: addressOf(context, settings, `/status?lang=${words.language}`), ...values,
  };
  const { subject, paragraphs } = words.mails[kind];
  await queueMail(context, tx, org, held.id, mailOf({ to, language: words.language, subject: filled(subject, all), paragraphs: paragraphs.map((one) => filled(one, all)).filter((one) => one !== ''), replyTo: settings.replyTo }));
  return true;
}
