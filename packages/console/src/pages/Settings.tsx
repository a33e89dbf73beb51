import { useState, type ReactNode } from 'react';
import { Button } from '@mantine/core';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useQuery } from '@tanstack/react-query';
import type { Answer } from '@avouch/api/client';
import { permissionsOf } from '@avouch/api/contract';
import { useAnswer, useDeed } from '../calls/answer.ts';
import { searchWith, useAsOf } from '../calls/as-of.ts';
import { formatCount } from '../calls/clock.ts';
import { useClient, useMay, usePlace } from '../calls/session.ts';
import { Day } from '../parts/Instant.tsx';
import { wordsOf } from '../parts/json-schema.ts';
import { Answered, Fields, Page, Section } from '../parts/Page.tsx';
import { Trouble } from '../parts/Trouble.tsx';
import { OrganisationForm } from './OrganisationForm.tsx';

/** The organisation, who is signed in and what they may, and the instance. */
export function Settings(): ReactNode {
  const { session, org } = usePlace();
  const client = useClient();
  const organisation = useAnswer('organisation');
  const health = useQuery({ queryKey: ['health'], queryFn: ({ signal }) => client.health({ signal }) });
  const mayRebuild = useMay('operations.rebuild');
  const mayWrite = useMay('records.write') && useAsOf() === undefined;
  const changing = useSearch({ from: '/member/settings' }).change === 'scope' && mayWrite;
  const navigate = useNavigate();
  return (
    <Page title="Settings">
      <Section title="Organisation" aside={<>{mayWrite && !changing ? <Link to="/settings" search={searchWith({ change: 'scope' })}>Change name or scope</Link> : null}<Link to="/programme/$type" params={{ type: 'organisation' }}>All that is recorded</Link></>}>
        {changing ? <OrganisationForm close={() => { void navigate({ to: '/settings', search: searchWith({ change: undefined }), ignoreBlocker: true }); }} /> : <Answered query={organisation} lines={3}>{(data) => <Fields items={[['Name', data.name], ['Categories in scope', data.categories.map(wordsOf).join(', ')], ['Begun', <Day key="d" at={data.createdAt} />], ['Id', <span key="i" className="mono">{data.id}</span>]]} />}</Answered>}
      </Section>
      <Section title="You"><Fields items={[['Name', session.member.name], ['E-mail', session.member.email], ['Role', wordsOf(org.role)], ['May', permissionsOf[org.role].map((permission) => wordsOf(permission).toLowerCase()).join(', ')]]} /></Section>
      <Section title="This instance"><Answered query={health} lines={2}>{(data) => <Fields items={[['Version', data.version], ['Database', data.database], ['Answers', data.ok ? 'yes' : 'no: see the server’s log']]} />}</Answered></Section>
      {mayRebuild ? <Rebuild /> : null}
    </Page>
  );
}

function Rebuild() {
  const deed = useDeed('rebuild');
  const ledger = useAnswer('ledger');
  const [outcome, setOutcome] = useState<Answer<'rebuild'>>();
  const rebuild = async (): Promise<void> => { setOutcome(await deed.run({})); };
  return (
    <Section title="Rebuild" note="Everything that the pages show is folded from the ledger. This drops it, folds it again and compares: the outcome must be identical.">
      <div className="section-body form-foot" aria-live="polite">
        <Button variant="default" loading={deed.busy} onClick={() => { void rebuild(); }}>Rebuild from {formatCount(ledger.data?.size ?? 0)} entries</Button>
        {outcome === undefined ? null : <span>{outcome.identical ? `Identical, from ${formatCount(outcome.entries)} entries.` : `${outcome.differences.map((difference) => difference.table).join(', ')} differ: keep the server’s log and report it.`}</span>}
      </div>
      {deed.trouble === undefined ? null : <Trouble error={deed.trouble} />}
    </Section>
  );
}
