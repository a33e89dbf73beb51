import { Refusal } from '@avouch/api/refusal';
import type { Connector } from '@avouch/connectors/connector';
import type { Context, SourceKind } from '../context.ts';

/** The connector of this id among those of the process. */
export const connectorIn = (context: Context, id: string): SourceKind | undefined => context.connectors.find((connector) => connector.id === id);

/** As much of a connector as its settings need; a store's connector has it as well. */
type Settable = Pick<Connector, 'title' | 'settings' | 'secrets'>;

/** The settings as the connector's schema has them, or the refusal that names the field at fault in one sentence. */
export function parseSettings(connector: Settable, settings: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const parsed = connector.settings.safeParse(settings);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const path = ['settings', ...(issue?.path ?? []).map(String)].join('.');
  const key = issue?.path.map(String).join('.') ?? '';
  if (issue?.code === 'invalid_type' && valueAt(settings, issue.path) === undefined) throw new Refusal('invalid', `${connector.title} needs the setting ${key}.`, { field: path });
  throw new Refusal('invalid', `The setting ${key} of ${connector.title} is not right: ${issue?.message ?? 'it does not fit'}.`, { field: path });
}

const valueAt = (value: unknown, path: readonly PropertyKey[]): unknown => path.reduce<unknown>((at, key) => (typeof at === 'object' && at !== null ? (at as Record<PropertyKey, unknown>)[key] : undefined), value);

type Settings = Readonly<Record<string, unknown>>;

/**
 * The secrets that a source has after a change: those given, over those held. Refuses to keep one that the change would send
 * elsewhere: whoever may change a source could read it at the other end.
 */
export function secretsAfter(connector: Settable, given: Readonly<Record<string, string>>, held: Readonly<Record<string, string>>, { before, after }: { readonly before: Settings; readonly after: Settings }): Readonly<Record<string, string>> {
  const led = connector.secrets.find(({ key, sentTo = [] }) => (held[key] ?? '') !== '' && given[key] === undefined && sentTo.some((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name])));
  if (led !== undefined) throw new Refusal('invalid', `${led.title}: give it again, since it was given for another address.`, { field: `secrets.${led.key}` });
  return { ...held, ...given };
}

/** Refuses secrets that the connector does not ask for, and the absence of one that it needs. `held` are those kept already. */
export function checkSecrets(connector: Settable, given: Readonly<Record<string, string>>, held: Readonly<Record<string, string>> = {}): void {
  const unknown = Object.keys(given).find((key) => !connector.secrets.some((secret) => secret.key === key));
  if (unknown !== undefined) throw new Refusal('invalid', `${connector.title} asks for no secret called ${unknown}.`, { field: `secrets.${unknown}` });
  const missing = connector.secrets.find(({ key, optional }) => optional !== true && (given[key] ?? held[key] ?? '') === '');
  if (missing !== undefined) throw new Refusal('invalid', `${connector.title} needs ${missing.title}.`, { field: `secrets.${missing.key}` });
}
