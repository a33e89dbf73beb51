import type { Answer } from '@avouch/api/client';
import { formatBytes } from '../calls/clock.ts';
import { useClient, usePlace } from '../calls/session.ts';
import { StateMark } from '../marks/StateMark.tsx';
import { Age, Day } from './Instant.tsx';
import { Seal } from './Seal.tsx';

type Item = Answer<'evidence'>['items'][number];

/** A link that downloads the filed document; nothing of it is shown inside the console. */
export function EvidenceFileLink({ item }: { readonly item: Item }) {
  const client = useClient();
  const { org } = usePlace();
  if (item.file === null) return <span className="quiet">statement</span>;
  return <a href={client.href('evidenceContent', { params: { org: org.id, evidence: item.id } })} download={item.file.name}>{item.file.name} <span className="quiet small">{formatBytes(item.file.bytes)}</span></a>;
}

/** Whether a piece of evidence still counts, and until when. */
export function Freshness({ item }: { readonly item: Item }) {
  return item.fresh ? <span className="nowrap">fresh until <Day at={item.freshUntil} /></span> : <span className="inline"><StateMark state="stale" /> <span className="small quiet">since <Day at={item.freshUntil} /></span></span>;
}

/** Evidence in lines, each with its receipt. */
export function EvidenceLines({ items }: { readonly items: readonly Item[] }) {
  return (
    <ul className="rows">
      {items.map((item) => (
        <li key={item.id} className="check-line">
          <span className="inline"><strong>{item.title}</strong> <Seal seal={item.seal} about={item.title} /></span>
          <Freshness item={item} />
          <p className="small inline"><EvidenceFileLink item={item} /> <span className="quiet">true from <Day at={item.heldFrom} /> · captured <Day at={item.captured} /> · recorded <Age at={item.seal.recorded} /></span></p>
        </li>
      ))}
    </ul>
  );
}
