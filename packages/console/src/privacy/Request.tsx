import type { ReactNode } from 'react';
import { Link, useParams } from '@tanstack/react-router';
import { useAnswer } from '../calls/answer.ts';
import { useAsOf } from '../calls/as-of.ts';
import { formatDay, formatMany } from '../calls/clock.ts';
import { useMay, usePlace, useClient } from '../calls/session.ts';
import { Answered, Fields, Page, Section, Term } from '../parts/Page.tsx';
import { Moment } from '../parts/Instant.tsx';
import { Seal } from '../parts/Seal.tsx';
import { Doings } from './Doings.tsx';
import { Identity } from './Identity.tsx';
import { KeptLine } from './Kept.tsx';
import { LiveJob } from './LiveJob.tsx';
import { Next } from './Next.tsx';
import { Others } from './Others.tsx';
import { HandedIn, Ordered, Recipients } from './Parties.tsx';
import { PlanView } from './PlanView.tsx';
import { Left } from './Requests.tsx';
import { channelWord, formatRights, rightArticle, rightWord, statusWord, type Detail } from './words.ts';

/** One request, from its coming in to the certificate: what stands, what is open, what to do next, and the proof of each step. */
export function RequestPage(): ReactNode {
  const { request: id } = useParams({ from: '/member/privacy/requests/$request' });
  const answer = useAnswer('request', { params: { request: id } }, { every: 10_000 });
  const request = answer.data;
  const past = useAsOf() !== undefined;
  const title = request === undefined ? 'Request' : `${formatRights(request.rights)}${request.stated === null ? '' : `, ${request.stated.name ?? request.stated.reference}`}`;
  return (
    <Page title={title} kicker={<><Link to="/privacy">Requests</Link>{request === undefined ? null : <><span className="mono">{request.id}</span><span>{request.rights.map((right) => rightArticle[right]).join(', ')}</span></>}</>} actions={request === undefined || past ? undefined : <Others request={request} />}>
      <Answered query={answer} lines={16}>{(data) => <Body request={data} past={past} />}</Answered>
    </Page>
  );
}

function Body({ request, past }: { readonly request: Detail; readonly past: boolean }) {
  return (
    <>
      <div className="standing-now"><p><strong>{statusWord[request.status]}.</strong> {request.next.sentence}</p><Left clock={request.clock} /></div>
      {request.forgotten ? <div className="notice" data-kind="excluded"><strong>Forgotten.</strong> What named the person is destroyed. The entries, the certificate and every proof still verify.</div> : null}
      <Together request={request} />
      <Ordered controller={request.controller} />
      <HandedIn request={request} />
      {request.working ? <LiveJob request={request} /> : past ? null : <Next request={request} />}
      {request.plan === null ? null : <PlanView plan={request.plan} request={request} />}
      <Doings request={request} />
      <Recipients request={request} />
      <div className="two">
        <Section title="Clock"><ClockLines request={request} /></Section>
        <Section title="Who asks"><Identity request={request} /></Section>
      </div>
      <Result request={request} />
      {request.handed.length === 0 ? null : <Section title="Switched off in consent" note="From the moment of its entry the answer is no, for the account and for every browser that is known to be theirs."><ul className="rows">{request.handed.map((one) => <li key={one.seal.entry} className="check-line"><span>{one.sites.map(({ name, ids }) => `${name}: ${ids.join(', ')}`).join(' · ')}</span><Seal seal={one.seal} about="the handing over" /><p className="quiet small">{formatMany(one.sites.reduce((sum, { subjects }) => sum + subjects, 0), 'pseudonym')}</p></li>)}</ul></Section>}
      {request.kept.length === 0 ? null : <Section title="Kept until a day" note="It goes by itself on the day after."><ul className="rows">{request.kept.map((one) => <KeptLine key={one.id} one={one} />)}</ul></Section>}
      <Section title="What happened" note="Every step is one fact. Who may not see personal contents sees that it happened, and when.">
        <ol className="rows">
          {request.timeline.map((one) => (
            <li key={one.seal.entry} className="check-line"><span>{one.sentence}</span><Seal seal={one.seal} about={one.sentence} /><p className="quiet small">{one.detail === null ? '' : `${one.detail} · `}<Moment at={one.seal.recorded} />{one.irregular === null ? '' : ` · It changed nothing: ${one.irregular}`}</p></li>
          ))}
        </ol>
      </Section>
    </>
  );
}

/** What the same person asked with it: each goes its own way. */
function Together({ request: { together } }: { readonly request: Detail }) {
  if (together.length === 0) return null;
  return (
    <Section title="Asked together" note="One reference, one proof of who asks. Each has its own clock, plan and answer; a copy is given before anything is erased.">
      <ul className="rows">{together.map(({ id, rights, status }) => <li key={id}><Link to="/privacy/requests/$request" params={{ request: id }}>{formatRights(rights)}</Link>: {statusWord[status]}</li>)}</ul>
    </Section>
  );
}

function ClockLines({ request: { clock, channel, controller } }: { readonly request: Detail }) {
  return (
    <Fields items={[
      [controller === null ? 'Received' : 'Received there', `${formatDay(clock.day)}, by ${controller === null ? channelWord[channel] : controller.name}`],
      ['Aim at', <span key="raw"><Term means="The same date one month on, or the last day of a shorter month: Regulation 1182/71, Art. 3(2)(c)">{formatDay(clock.raw)}</Term></span>],
      ['Due', <span key="due"><Term means="Moved to the next working day where the last one is a holiday, a Saturday or a Sunday: Art. 3(4)">{formatDay(clock.due)}</Term> · calendar {clock.calendar}</span>],
      ...(clock.extended === null ? (clock.extendBy === null ? [] : [['Extend by', formatDay(clock.extendBy)] as const]) : [['Extended', clock.extended.reason.replaceAll('_', ' ')] as const]),
      ...clock.pauses.map((pause) => [`Paused ${formatDay(pause.from)}`, `until ${formatDay(pause.to)}: ${pause.ground.replaceAll('_', ' ')}`] as const),
      ...(clock.pausedSince === null ? [] : [['Stands since', formatDay(clock.pausedSince)] as const]),
    ]} />
  );
}

function Result({ request }: { readonly request: Detail }) {
  const client = useClient();
  const { org } = usePlace();
  const may = useMay('privacy.write');
  const params = { org: org.id, request: request.id };
  const { answer, certificate, releases, refused } = request;
  if (answer.state === 'none' && certificate === null && refused.length === 0) return null;
  return (
    <Section title="Answer">
      <ul className="rows">
        {refused.map((one) => <li key={one.right + one.ground}>{rightWord[one.right]} refused: {one.title}</li>)}
        {answer.state === 'none' ? null : <li className="check-line"><span>{answer.state === 'ready' ? 'Composed' : answer.state === 'composing' ? 'Being composed' : `Could not be composed: ${answer.problem ?? ''}`}</span>{answer.state === 'ready' && may ? <span className="files"><a href={client.href('requestAnswer', { params, query: { form: 'html' } })} download>Page</a><a href={client.href('requestAnswer', { params, query: { form: 'json' } })} download>JSON</a><a href={client.href('requestAnswer', { params, query: { form: 'zip' } })} download>All of it</a></span> : <span />}<p className="quiet small">Read it before it goes out: it holds only what is this person’s.</p></li>}
        {releases.map((one) => <li key={one.id} className="check-line"><span>Given {one.by === 'link' ? 'by link' : one.by === 'age' ? 'under their own key' : one.by === 'opendsr' ? 'to the controller, by a link of OpenDSR' : 'by hand'}, until {formatDay(one.until)}</span><Seal seal={one.seal} about="the release" /><p className="quiet small">{one.state === 'fetched' ? `fetched ${formatMany(one.fetched, 'time')}` : one.state === 'open' ? 'not fetched yet' : one.state === 'locked' ? 'locked after too many wrong passphrases' : 'the link has ended'}</p></li>)}
        {certificate === null ? null : <li className="check-line"><span>Certificate, written at entry {certificate.entry}</span><span className="files"><a href={client.href('requestCertificate', { params, query: { form: 'html' } })} download>Page</a><a href={client.href('requestCertificate', { params, query: { form: 'json' } })} download>JSON</a></span><p className="quiet small">It names nobody, and <span className="mono">avouch verify</span> checks it offline.</p></li>}
      </ul>
    </Section>
  );
}
