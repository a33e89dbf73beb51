import { useState, type ReactNode } from 'react';
import { Button, Checkbox, Modal } from '@mantine/core';
import { Link, useParams } from '@tanstack/react-router';
import { useAnswer, useDeed } from '../calls/answer.ts';
import { useAsOf } from '../calls/as-of.ts';
import { formatMany } from '../calls/clock.ts';
import { useMay } from '../calls/session.ts';
import { LinkButton } from '../parts/LinkButton.tsx';
import { Answered, Fields, Page, Section } from '../parts/Page.tsx';
import { Seal } from '../parts/Seal.tsx';
import { Trouble } from '../parts/Trouble.tsx';
import { BackEnds } from './BackEnds.tsx';
import { Rates } from './Rates.tsx';
import { statusWord, type Site } from './words.ts';

/** One site: how it stands, what to do next, its figures, what was published, and how back ends reach it. */
export function ConsentSite(): ReactNode {
  const { site: id } = useParams({ from: '/member/privacy/consent/$site' });
  const answer = useAnswer('consentSite', { params: { site: id } });
  const may = useMay('consent.write') && useAsOf() === undefined;
  const [publishing, setPublishing] = useState(false);
  const site = answer.data;
  const hindered = site === undefined || site.problems.length > 0 || (site.published !== null && site.differs === 'no');
  return (
    <Page title={site?.value.name ?? id} kicker={<><Link to="/privacy/consent">Consent</Link>{site === undefined ? null : <span>{site.value.domains.join(', ')}</span>}</>}
      actions={site === undefined || !may ? undefined : <><Button disabled={hindered} onClick={() => { setPublishing(true); }}>Publish</Button><LinkButton variant="default" to="/privacy/consent/$site/edit" params={{ site: id }}>Edit and look at it</LinkButton></>}>
      <Answered query={answer} lines={14}>
        {(data) => (
          <>
            <Stands site={data} />
            <Rates site={data} />
            <div className="two">
              <Section title="On your pages" note="The script stands before every other script; the guide shows it for plain pages, React, Next.js and tag managers.">
                <Fields items={[['Key', <span key="k" className="mono">{data.key}</span>], ['Answers go to', <span key="e" className="mono">{data.endpoint}</span>], ['Words', data.noticeName === null ? 'The notice is gone' : <Link key="n" to="/privacy/consent/notices/$notice" params={{ notice: data.value.notice }}>{data.noticeName}</Link>], ['Asked again', `after ${data.value.months} months, or when the substance changes`], ['Companies', formatMany(data.value.vendors.length, 'company', 'companies')]]} />
              </Section>
              <Section title="Published"><Publications site={data} /></Section>
            </div>
            <BackEnds site={data} />
          </>
        )}
      </Answered>
      {site !== undefined && publishing ? <Publish site={site} close={() => { setPublishing(false); }} /> : null}
    </Page>
  );
}

function Stands({ site }: { readonly site: Site }) {
  return (
    <>
      <div className="standing-now"><p><strong>{statusWord[site.value.status]}.</strong> {site.published === null ? 'Nothing is published: visitors see no banner of this site.' : `Version ${site.published.version} is what visitors see.`} <Seal seal={site.seal} about={site.value.name} /></p></div>
      {site.problems.length === 0 ? null : <div className="notice" data-kind="fail"><strong>It can’t be published yet.</strong><ul>{site.problems.map((one) => <li key={one.where + one.message}><span className="mono">{one.where}</span> {one.message}</li>)}</ul></div>}
      {site.published === null || site.differs === 'no' ? null : <div className="notice" data-kind="stale"><strong>Not published yet.</strong> {site.differs === 'substance' ? 'What is asked has changed in substance: publishing voids every answer, and everybody is asked again.' : 'Only the wording has changed: answers stand, and nobody is asked again.'}</div>}
    </>
  );
}

function Publications({ site }: { readonly site: Site }) {
  const published = useAnswer('consentPublications', { params: { site: site.id } });
  return (
    <Answered query={published} lines={3}>
      {({ items }) => (items.length === 0 ? <p className="section-note">Nothing yet.</p> : (
        <ul className="rows">
          {items.map((one) => (
            <li key={one.seal.entry} className="check-line">
              <span>Version {one.version}{one.current ? ', the present one' : ''}</span><Seal seal={one.seal} about={`version ${one.version}`} />
              <p className="quiet small">{one.substance ? 'Everybody was asked again.' : 'A change of wording.'} {Object.keys(one.hashes).join(', ')}</p>
            </li>
          ))}
        </ul>
      ))}
    </Answered>
  );
}

function Publish({ site, close }: { readonly site: Site; readonly close: () => void }) {
  const deed = useDeed('consentPublish');
  const notice = useAnswer('consentNotice', { params: { notice: site.value.notice } });
  const must = site.published === null || site.differs === 'substance';
  const [again, setAgain] = useState(false);
  const send = async (): Promise<void> => {
    if (notice.data === undefined) return;
    if (await deed.run({ params: { site: site.id }, body: { substance: must || again, expected: { site: site.version, notice: notice.data.version } } }) !== undefined) close();
  };
  return (
    <Modal opened onClose={close} title={`Publish ${site.value.name}`} closeButtonProps={{ 'aria-label': 'Close' }}>
      <form className="form" onSubmit={(event) => { event.preventDefault(); void send(); }}>
        <p>{must ? (site.published === null ? 'Visitors are asked from now on.' : 'Every answer given so far becomes void, and everybody is asked again. The answers stay in the ledger.') : 'Visitors see the new wording. Their answers stand.'}</p>
        {must ? null : <Checkbox label="Ask everybody again all the same" description="Tick it when the words now say something else than before." checked={again} onChange={(event) => { setAgain(event.currentTarget.checked); }} />}
        {deed.trouble === undefined ? null : <Trouble error={deed.trouble} />}
        <div className="form-foot"><Button type="submit" loading={deed.busy} disabled={notice.data === undefined}>Publish it</Button></div>
      </form>
    </Modal>
  );
}
