import { Link } from '@tanstack/react-router';
import type { Answer } from '@avouch/api/client';
import { useAnswer } from '../calls/answer.ts';
import { useAsOf } from '../calls/as-of.ts';
import { useMay } from '../calls/session.ts';

type Source = Answer<'source'>;

/** The way out of a problem of rights: a new token or password, or other settings where the connector has neither. Nothing for other problems. */
export function Mend({ source, problem }: { readonly source: Pick<Source, 'id' | 'connector'>; readonly problem: NonNullable<Source['reads'][number]['problem']> }) {
  const may = useMay('sources.write') && useAsOf() === undefined;
  const ofRights = problem.kind === 'unauthorised' || problem.kind === 'forbidden';
  const connectors = useAnswer('connectors', {}, { enabled: may && ofRights });
  const connector = connectors.data?.items.find((one) => one.id === source.connector);
  if (!may || !ofRights || connector === undefined) return null;
  const [secret] = connector.secrets;
  return secret === undefined
    ? <Link to="/sources/$source/edit" params={{ source: source.id }}>Change its settings</Link>
    : <Link to="/sources/$source/edit" params={{ source: source.id }} hash="secret">Give it a new {/password/i.test(secret.title) ? 'password' : 'token'}</Link>;
}
