import type { ReactNode } from 'react';
import { Button } from '@mantine/core';
import { useDeed } from '../calls/answer.ts';
import { useAsOf } from '../calls/as-of.ts';
import { formatBytes, formatDay, formatMany } from '../calls/clock.ts';
import { useClient, useMay, usePlace } from '../calls/session.ts';
import { Age } from '../parts/Instant.tsx';
import { Section } from '../parts/Page.tsx';
import { Seal } from '../parts/Seal.tsx';
import { Trouble } from '../parts/Trouble.tsx';
import { orderWord, type Detail } from './words.ts';

/** Who ordered it, where a controller for whom the company works did: the clock is theirs, and so is the answer. */
export function Ordered({ controller }: { readonly controller: Detail['controller'] }): ReactNode {
  if (controller === null) return null;
  return <div className="notice"><strong>Ordered by {controller.name}, by OpenDSR.</strong> You process this for them: the clock is theirs, from the day that they state, and they get the answer. They read: {orderWord[controller.status]}. <span className="quiet small">Their order <span className="mono">{controller.order}</span></span></div>;
}

const purposeWord = { proof: 'Proof of identity', document: 'Document' } as const;

/** What the person handed in: to download, never to look at here. Proof is gone once it was decided on. */
export function HandedIn({ request }: { readonly request: Detail }): ReactNode {
  const client = useClient();
  const { org } = usePlace();
  const may = useMay('privacy.write');
  if (request.files.length === 0) return null;
  return (
    <Section title="Handed in" note="Downloads only: they come from outside. Proof of identity is deleted once you have stated whether it shows who asks; that it was seen stays.">
      <ul className="rows">
        {request.files.map((file) => (
          <li key={file.id} className="check-line">
            <span>{purposeWord[file.purpose]}{file.deleted !== null || !may ? '' : <>: <a href={client.href('requestFile', { params: { org: org.id, request: request.id, file: file.id } })} download>{file.name ?? 'file'}</a></>}</span><Seal seal={file.seal} about={purposeWord[file.purpose]} />
            <p className="quiet small">{file.type}, {formatBytes(file.bytes)} · came <Age at={file.at} />{file.seen === null ? ' · nobody looked at it yet' : <> · looked at <Age at={file.seen} /></>}{file.deleted === null ? '' : <> · deleted <Age at={file.deleted} /></>}</p>
          </li>
        ))}
      </ul>
    </Section>
  );
}

type Told = Detail['told'][number];
const byWord = { opendsr: 'by OpenDSR', webhook: 'by a signed POST', mail: 'by mail', person: 'by a person' } as const;
const outcomeWord = { waiting: 'Not told yet', told: 'Told', failed: 'Not told: it failed', impossible: 'Cannot be told', disproportionate: 'A disproportionate effort' } as const;

/** How telling one recipient stands, in a line. */
const standingOf = ({ outcome, by, reported }: Told): string =>
  `${outcomeWord[outcome]}${outcome === 'told' ? ` ${byWord[by]}` : ''}${reported === null ? '' : `; it reports: ${orderWord[reported.status]}, signature verified`}`;

/** Whoever got the data and has to be told: Art. 19. One that could not be reached is open, and never counts as told. */
export function Recipients({ request }: { readonly request: Detail }): ReactNode {
  const deed = useDeed('requestTell');
  const may = useMay('privacy.run') && useAsOf() === undefined;
  if (request.told.length === 0 || !['rereading', 'answering', 'answered', 'partly_refused', 'closed'].includes(request.status)) return null;
  const open = request.told.some(({ outcome, by }) => (outcome === 'failed' || outcome === 'waiting') && by !== 'person');
  return (
    <Section title="Recipients" note="Whoever got the data is told: Art. 19. What failed is tried again by itself for some days." aside={open && may && !request.forgotten ? <Button variant="default" size="compact-sm" loading={deed.busy} onClick={() => { void deed.run({ params: { request: request.id } }); }}>Try now</Button> : undefined}>
      {deed.trouble === undefined ? null : <Trouble error={deed.trouble} />}
      <ul className="rows">
        {request.told.map((one) => (
          <li key={one.recipient} className="check-line">
            <span>{one.title}</span><span data-state={one.outcome === 'failed' ? 'fail' : undefined}>{standingOf(one)}</span>
            <p className="quiet small">{one.at === null ? `To be told ${byWord[one.by]}` : formatDay(one.at)}{one.tries === 0 ? '' : ` · ${formatMany(one.tries, 'try', 'tries')} in vain`}{one.note === null ? '' : ` · ${one.note}`}{one.reported === null ? '' : ` · reported ${formatDay(one.reported.at)}`}</p>
          </li>
        ))}
      </ul>
    </Section>
  );
}
