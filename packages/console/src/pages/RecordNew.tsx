import type { ReactNode } from 'react';
import { notifications } from '@mantine/notifications';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { useAnswer, useDeed } from '../calls/answer.ts';
import { formatCount } from '../calls/clock.ts';
import { emptyOf } from '../parts/json-schema.ts';
import { Answered, Page } from '../parts/Page.tsx';
import { RecordForm } from '../parts/RecordForm.tsx';

/** Writes a new record. */
export function RecordNew(): ReactNode {
  const { type: id } = useParams({ from: '/member/programme/$type/new' });
  const types = useAnswer('recordTypes');
  const type = types.data?.items.find((one) => one.id === id);
  const deed = useDeed('recordCreate');
  const navigate = useNavigate();
  const save = async (value: Record<string, unknown>): Promise<void> => {
    const made = await deed.run({ params: { type: id }, body: { value } });
    if (made === undefined) return;
    notifications.show({ title: 'Recorded', message: `It is entry #${formatCount(made.seal.entry)} of the ledger.` });
    await navigate({ to: '/programme/$type/$record', params: { type: id, record: made.id }, ignoreBlocker: true });
  };
  return (
    <Page title={type === undefined ? 'Add' : `Add a ${type.title.toLowerCase()}`} kicker={<><Link to="/programme">Programme</Link><Link to="/programme/$type" params={{ type: id }}>{type?.plural ?? id}</Link></>} lead={type?.purpose ?? <span>&nbsp;</span>}>
      <Answered query={types}>{() => (type === undefined ? <p>There are no records of this type.</p> : <RecordForm type={type} initial={emptyOf(type.schema)} busy={deed.busy} trouble={deed.trouble} submit="Record it" save={(value) => { void save(value); }} />)}</Answered>
    </Page>
  );
}
