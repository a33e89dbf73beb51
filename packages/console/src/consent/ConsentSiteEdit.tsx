import { useState, type ReactNode } from 'react';
import { Button, Checkbox, NativeSelect, NumberInput, TextInput } from '@mantine/core';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { Refusal } from '@avouch/api/refusal';
import { useAnswer, useDeed } from '../calls/answer.ts';
import { useAsOf } from '../calls/as-of.ts';
import { useMay } from '../calls/session.ts';
import { Answered, Page, Section } from '../parts/Page.tsx';
import { Trouble } from '../parts/Trouble.tsx';
import { Unsaved } from '../parts/Unsaved.tsx';
import { Lines } from './Lines.tsx';
import { Preview } from './Preview.tsx';
import { Purposes } from './Purposes.tsx';
import { Vendors } from './Vendors.tsx';
import { linesOf, pairsOf, statusWord, wordsIn, type Notice, type Site, type SiteValue } from './words.ts';

/** Changes a site with the banner beside the form; visitors see the change once it is published. */
export function ConsentSiteEdit(): ReactNode {
  const { site: id } = useParams({ from: '/member/privacy/consent/$site/edit' });
  const answer = useAnswer('consentSite', { params: { site: id } });
  const notices = useAnswer('consentNotices');
  const may = useMay('consent.write') && useAsOf() === undefined;
  return (
    <Page title={answer.data === undefined ? 'Edit a site' : `Edit ${answer.data.value.name}`} kicker={<><Link to="/privacy/consent">Consent</Link><Link to="/privacy/consent/$site" params={{ site: id }}>{answer.data?.value.name ?? id}</Link></>} lead="Visitors see nothing of it until it is published.">
      <Answered query={answer} lines={12}>
        {(site) => <Answered query={notices} lines={12}>{({ items }) => (may ? <Editor key={site.version} site={site} notices={items} /> : <p>Your role, or the day you look at, does not let you change this.</p>)}</Answered>}
      </Answered>
    </Page>
  );
}

function Editor({ site, notices }: { readonly site: Site; readonly notices: readonly Notice[] }) {
  const deed = useDeed('consentSiteWrite');
  const navigate = useNavigate();
  const [value, setValue] = useState(site.value);
  const set = <Key extends keyof SiteValue>(key: Key) => (next: SiteValue[Key]): void => { setValue((before) => ({ ...before, [key]: next })); };
  const notice = notices.find((one) => one.id === value.notice);
  const wrong = deed.trouble instanceof Refusal ? deed.trouble.field : undefined;
  const save = async (): Promise<void> => {
    if (await deed.run({ params: { site: site.id }, body: { expected: site.version, value } }) !== undefined) await navigate({ to: '/privacy/consent/$site', params: { site: site.id }, ignoreBlocker: true });
  };
  return (
    <div className="connect">
      <form className="form" onSubmit={(event) => { event.preventDefault(); void save(); }}>
        <Section title="Site">
          <div className="form section-body">
            <TextInput label="Name" required value={value.name} onChange={(event) => { set('name')(event.currentTarget.value); }} />
            <Lines label="Domains" hint="One a line; *.example.com covers the subdomains. Answers from elsewhere are refused." value={value.domains.join('\n')} change={(text) => { set('domains')(wordsIn(text)); }} error={wrong?.includes('domains') === true} />
            <NativeSelect label="Stands" value={value.status} data={Object.entries(statusWord).map(([status, word]) => ({ value: status, label: word }))} onChange={(event) => { set('status')(event.currentTarget.value as SiteValue['status']); }} />
            <NativeSelect label="Notice" value={value.notice} data={notices.map((one) => ({ value: one.id, label: one.value.name }))} onChange={(event) => { set('notice')(event.currentTarget.value); }} />
          </div>
        </Section>
        <Section title="Purposes" note="What is asked. necessary, preferences, statistics, marketing and media are explained in every language; any other id needs words in the notice. Always on is for what is strictly necessary for what the visitor asked for, and for nothing else."><Purposes value={value.purposes} change={set('purposes')} /></Section>
        <Section title="Companies" note="Who stores, reads or receives data, for which purpose, and what it leaves behind. Requests to their hosts are held back until they are allowed."><Vendors value={value.vendors} purposes={value.purposes.map(({ id }) => id)} change={set('vendors')} /></Section>
        <Section title="Rules">
          <div className="form section-body">
            <NumberInput label="Ask again after so many months" min={6} max={60} value={value.months} onChange={(said) => { set('months')(typeof said === 'number' ? said : 12); }} />
            <Lines label="Regimes" hint="A place and its rule a line, such as US-CA: opt-out. Everywhere else it is opt-in. Which places allow opt-out is for your counsel to say." value={linesOf(value.regimes)} change={(text) => { set('regimes')(Object.fromEntries(pairsOf(text).map(([place, rule]) => [place, rule === 'opt-out' ? 'opt-out' as const : 'opt-in' as const]))); }} error={wrong?.includes('regimes') === true} />
            <Lines label="Interface variants" hint="Names of variants that you compare; the first is the baseline. A variant that nudges is pointed out." value={value.variants.join('\n')} change={(text) => { set('variants')(wordsIn(text)); }} />
            <TextInput label="Accounts are named by" description="The identity key of the data map: customer.id. Objections and withdrawals reach the answers of an account by it. Left empty: the keys that an account proves there" value={value.accountKey ?? ''} onChange={(event) => { set('accountKey')(event.currentTarget.value === '' ? null : event.currentTarget.value); }} />
            <Checkbox label="Take Do Not Track as a refusal too" description="Global Privacy Control always is one." checked={value.doNotTrack} onChange={(event) => { set('doNotTrack')(event.currentTarget.checked); }} />
          </div>
        </Section>
        {deed.trouble === undefined ? null : <Trouble error={deed.trouble} />}
        <div className="form-foot"><Button type="submit" loading={deed.busy}>Record the change</Button></div>
        <Unsaved when={value !== site.value && !deed.busy} />
      </form>
      <div className="beside">{notice === undefined ? <p className="section-note">Choose a notice to see the banner.</p> : <Preview site={value} notice={notice.value} languages={Object.keys(notice.value.translations)} />}</div>
    </div>
  );
}
