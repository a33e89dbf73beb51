import { collect } from './collecting/collect.ts';
import { consentExpiry } from './consent/expiry.ts';
import { consentWebhook, consentWebhooks } from './consent/webhook.ts';
import type { Task, Tasks } from './context.ts';
import { sendMail } from './mail/outgoing.ts';

/** What a request needs is loaded with the first one. */
const workOnRequest: Task = async (...job) => (await import('./requests/work.ts')).workOnRequest(...job);

const tellRecipients: Task = async (...job) => (await import('./requests/telling.ts')).tellRecipients(...job);
const opendsrCallbacks: Task = async (...job) => (await import('./opendsr/callbacks.ts')).opendsrCallbacks(...job);
const endProofs: Task = async (...job) => (await import('./requests/handed-in.ts')).endProofs(...job);
const endHandedIn: Task = async (...job) => (await import('./requests/handed-in.ts')).endHandedIn(...job);
const upkeep: Task = async (...job) => (await import('./requests/upkeep.ts')).upkeep(...job);

const endAnswers: Task = async (...job) => (await import('./requests/answering.ts')).endAnswers(...job);

const unmark: Task = async (...job) => (await import('./requests/restricting.ts')).unmark(...job);
const daily: Task = async (...job) => (await import('./requests/daily.ts')).daily(...job);

/** A task that is started by the clock, once across all processes, in each minute that is a multiple of `everyMinutes`. */
export type Periodic = { readonly task: string; readonly everyMinutes: number };

/** Typesetting is loaded when the first package is composed: it would take a fifth of the time in which the server starts. */
const composePackage: Task = async (...job) => (await import('./packages/compose.ts')).composePackage(...job);

/** The background tasks by name. */
export const tasks: Tasks = { collect, 'package': composePackage, 'mail': sendMail, 'consent-webhook': consentWebhook, 'consent-webhooks': consentWebhooks, 'consent-expiry': consentExpiry, 'request': workOnRequest, 'tell': tellRecipients, 'opendsr-callbacks': opendsrCallbacks, 'proof-ending': endProofs, 'handed-in-ending': endHandedIn, 'upkeep': upkeep, 'daily': daily, 'unmark': unmark, 'answers-ending': endAnswers };

/** The tasks that the clock starts; their payload is empty. A source's next read is a job of its own. */
export const periodic: readonly Periodic[] = [{ task: 'consent-webhooks', everyMinutes: 1 }, { task: 'consent-expiry', everyMinutes: 60 }, { task: 'answers-ending', everyMinutes: 10 }, { task: 'handed-in-ending', everyMinutes: 60 }, { task: 'daily', everyMinutes: 30 }];
