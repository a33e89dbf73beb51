import type { ReactNode } from 'react';
import { Button } from '@mantine/core';
import { Link, useParams } from '@tanstack/react-router';
import type { Answer } from '@avouch/api/client';
import { useAnswer } from '../calls/answer.ts';
import { formatBoth, formatCount } from '../calls/clock.ts';
import { useClient, usePlace } from '../calls/session.ts';
import { Answered, Fields, Page, Section } from '../parts/Page.tsx';
import { ThreeTimes } from '../parts/Receipt.tsx';
import { VerifyHere } from '../parts/VerifyHere.tsx';

type EntryValue = Answer<'entry'>;

function textOf(base64: string): string {
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  return new TextDecoder().decode(bytes);
}
/** JSON set over lines; anything else as it is. */
function laidOut(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch (cause) {
    if (cause instanceof SyntaxError) return text;
    throw cause;
  }
}
function heldOf(leaf: string): { readonly from: string | null; readonly to: string | null } {
  const { held }: { held?: { from?: string; to?: string } } = JSON.parse(leaf);
  return { from: held?.from ?? null, to: held?.to ?? null };
}

/** One entry: what it says, its three times, its proof, and the proof checked here. */
export function Entry(): ReactNode {
  const { index } = useParams({ from: '/member/ledger/$index' });
  const answer = useAnswer('entry', { params: { index: Number(index) } });
  const client = useClient();
  const { org } = usePlace();
  return (
    <Page title={`Entry ${formatCount(Number(index))}`} kicker={<><Link to="/ledger">Ledger</Link>{answer.data === undefined ? null : <span className="mono">{answer.data.kind}</span>}</>} lead={answer.data === undefined ? <span>&nbsp;</span> : <>{answer.data.aboutName ?? answer.data.about}, stated by {answer.data.actorName ?? answer.data.actor}</>}
      actions={<Button variant="default" component="a" href={client.href('proof', { params: { org: org.id, index: Number(index) } })} download={`entry-${index}.tlog-proof`}>Download the proof</Button>}>
      <Answered query={answer}>{(entry) => <Body entry={entry} />}</Answered>
    </Page>
  );
}

function Body({ entry }: { readonly entry: EntryValue }) {
  const leaf = textOf(entry.bytes);
  const held = heldOf(leaf);
  return (
    <>
      <div className="two">
        <Section title="Three times"><ThreeTimes heldFrom={held.from} heldTo={held.to} captured={entry.captured} recorded={entry.recorded} /></Section>
        <Section title="Proof" note="Fetches the bytes and the proof and checks signature, place and seals on this computer.">
          <VerifyHere key={entry.index} index={entry.index} />
        </Section>
      </div>
      <Section title="The entry, as it is hashed"><pre className="checkpoint" tabIndex={0} aria-label="The entry">{laidOut(leaf)}</pre></Section>
      {entry.parts === 0 ? null : <Section title="Sealed parts" note="What names people lies in parts of its own, tied to the entry by a commitment each."><Parts entry={entry} /></Section>}
      <Section title="Proof file"><pre className="checkpoint" tabIndex={0} aria-label="Proof file">{entry.proof}</pre><Fields items={[['Verifier key', <span key="k" className="mono">{entry.verifierKey}</span>], ['Written by', entry.origin]]} /></Section>
    </>
  );
}

function Parts({ entry }: { readonly entry: EntryValue }) {
  return (
    <ul className="rows">
      {entry.commitments.map((commitment, at) => {
        const part = entry.disclosed[at];
        return (
          <li key={commitment}>
            <Fields items={[['Commitment', <span key="c" className="mono">{commitment}</span>]]} />
            {part === undefined ? <p className="quiet small">You may not see this part. Its commitment stands.</p> : part.forgotten ? <p>Forgotten on {formatBoth(part.at)}, by <Link to="/ledger/$index" params={{ index: String(part.entry) }}>entry {formatCount(part.entry)}</Link>. The proof still holds.</p> : <pre className="checkpoint" tabIndex={0} aria-label={`Part ${at}`}>{laidOut(textOf(part.payload))}</pre>}
          </li>
        );
      })}
    </ul>
  );
}
