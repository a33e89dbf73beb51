import { useState, type ReactNode } from 'react';
import { Button, Modal, NativeSelect, Textarea, TextInput } from '@mantine/core';
import { Link, useNavigate } from '@tanstack/react-router';
import type { Answer } from '@avouch/api/client';
import { useAnswer, useDeed } from '../calls/answer.ts';
import { useAsOf } from '../calls/as-of.ts';
import { formatCount, formatDay, formatMany } from '../calls/clock.ts';
import { useMay } from '../calls/session.ts';
import { LinkButton } from '../parts/LinkButton.tsx';
import { List, type Column } from '../parts/List.tsx';
import { Answered, Empty, Page, Section } from '../parts/Page.tsx';
import { Seal } from '../parts/Seal.tsx';
import { Trouble } from '../parts/Trouble.tsx';
import { statusWord, wordsIn, type Notice, type Site } from './words.ts';

const differsWord: Readonly<Record<Site['differs'], string>> = { no: '', wording: 'New wording is not published yet', substance: 'A change in substance is not published yet' };
const lineOf = (site: Site): string => [site.value.domains.join(', ') || 'no domain yet', site.published === null ? 'never published' : differsWord[site.differs]].filter((part) => part !== '').join(' · ');

const columns: readonly Column<Site>[] = [
  { id: 'name', title: 'Site', sort: (site) => site.value.name, cell: (site) => <><Link to="/privacy/consent/$site" params={{ site: site.id }}>{site.value.name}</Link><span className="cell-sub">{lineOf(site)}</span></> },
  { id: 'status', title: 'Stands', width: '190px', cell: (site) => (site.problems.length === 0 ? statusWord[site.value.status] : <span data-state="fail">{formatMany(site.problems.length, 'problem')}</span>) },
  { id: 'languages', title: 'Languages', wide: true, width: '130px', cell: (site) => site.languages.join(', ') },
  { id: 'day', title: 'Answers, 24 h', number: true, width: '110px', sort: (site) => site.answers.day, cell: (site) => formatCount(site.answers.day) },
  { id: 'week', title: '7 days', number: true, wide: true, width: '90px', sort: (site) => site.answers.week, cell: (site) => formatCount(site.answers.week) },
  { id: 'seal', title: 'Receipt', width: '80px', cell: (site) => <Seal seal={site.seal} about={site.value.name} /> },
];

/** Where consent is asked, what broke there, and the notices that are shown. */
export function ConsentSites(): ReactNode {
  const sites = useAnswer('consentSites', {}, { every: 30_000 });
  const notices = useAnswer('consentNotices');
  const alerts = useAnswer('consentAlerts');
  const may = useMay('consent.write') && useAsOf() === undefined;
  const [form, setForm] = useState<'site' | 'notice'>();
  const first = notices.data?.items.length === 0;
  const begin = first ? <Button onClick={() => { setForm('notice'); }}>Write the first notice</Button> : <Button onClick={() => { setForm('site'); }}>Add a site</Button>;
  return (
    <Page title="Consent" kicker={<span>Privacy</span>} lead="What your sites ask, and each answer to it: a refusal is kept as carefully as a yes."
      actions={<>{may && notices.data !== undefined ? begin : null}<LinkButton variant="default" to="/privacy/consent/answers" search={{}}>Answers and proofs</LinkButton></>}>
      <Alerts items={alerts.data?.items ?? []} />
      <Answered query={sites} lines={4}>
        {({ items }) => (items.length === 0
          ? <Empty title="No site asks for consent yet" action={may ? begin : undefined}><p>Write a notice, add a site with its purposes and the companies behind them, look at the banner, publish. Until then nothing is asked and nothing is recorded.</p></Empty>
          : <List label="Sites" columns={columns} rows={items} keyOf={(site) => site.id} />)}
      </Answered>
      <Section title="Notices" note="The words that visitors read. The exact text of each language is bound into every answer by its hash." aside={may ? <button type="button" className="plain" onClick={() => { setForm('notice'); }}>Write a notice</button> : undefined}>
        <Answered query={notices} lines={2}>{({ items }) => <NoticeLines items={items} sites={sites.data?.items ?? []} />}</Answered>
      </Section>
      {form === 'notice' ? <NewNotice close={() => { setForm(undefined); }} /> : null}
      {form === 'site' && notices.data !== undefined ? <NewSite notices={notices.data.items} close={() => { setForm(undefined); }} /> : null}
    </Page>
  );
}

function Alerts({ items }: { readonly items: Answer<'consentAlerts'>['items'] }) {
  return items.map((alert) => (
    <div key={alert.site + alert.kind + alert.day} className="notice" data-kind="stale"><strong><Link to="/privacy/consent/$site" params={{ site: alert.site }}>{alert.siteName}</Link>, {formatDay(alert.day)}.</strong> {alert.sentence}</div>
  ));
}

function NoticeLines({ items, sites }: { readonly items: readonly Notice[]; readonly sites: readonly Site[] }) {
  if (items.length === 0) return <p className="section-note">None yet.</p>;
  const nameOf = (id: string): string => sites.find((site) => site.id === id)?.value.name ?? id;
  return (
    <ul className="rows">
      {items.map((notice) => (
        <li key={notice.id} className="check-line">
          <Link to="/privacy/consent/notices/$notice" params={{ notice: notice.id }}>{notice.value.name}</Link><Seal seal={notice.seal} about={notice.value.name} />
          <p className="quiet small">{formatMany(Object.keys(notice.value.translations).length, 'language')} · {notice.sites.length === 0 ? 'shown nowhere' : `shown at ${notice.sites.map(nameOf).join(', ')}`}</p>
        </li>
      ))}
    </ul>
  );
}

function NewNotice({ close }: { readonly close: () => void }) {
  const deed = useDeed('consentNoticeCreate');
  const navigate = useNavigate();
  const [name, setName] = useState('');
  const [controller, setController] = useState('');
  const [language, setLanguage] = useState('en');
  const send = async (): Promise<void> => {
    const made = await deed.run({ body: { value: { name, controller: { name: controller }, translations: { [language]: {} } } } });
    if (made !== undefined) await navigate({ to: '/privacy/consent/notices/$notice', params: { notice: made.id } });
  };
  return (
    <Modal opened onClose={close} title="A new notice" closeButtonProps={{ 'aria-label': 'Close' }}>
      <form className="form" onSubmit={(event) => { event.preventDefault(); void send(); }}>
        <TextInput label="Name" description="How your colleagues call it; visitors do not see it" required value={name} onChange={(event) => { setName(event.currentTarget.value); }} />
        <TextInput label="Who answers for the data" description="The company’s full name" required value={controller} onChange={(event) => { setController(event.currentTarget.value); }} />
        <TextInput label="First language" description="A language tag: en, de, fr" required pattern="[a-z]{2,3}(-[A-Za-z0-9]{2,8})*" value={language} onChange={(event) => { setLanguage(event.currentTarget.value); }} />
        {deed.trouble === undefined ? null : <Trouble error={deed.trouble} />}
        <div className="form-foot"><Button type="submit" loading={deed.busy}>Write it</Button></div>
      </form>
    </Modal>
  );
}

function NewSite({ notices, close }: { readonly notices: readonly Notice[]; readonly close: () => void }) {
  const deed = useDeed('consentSiteCreate');
  const navigate = useNavigate();
  const [name, setName] = useState('');
  const [domains, setDomains] = useState('');
  const [notice, setNotice] = useState(notices[0]?.id ?? '');
  const send = async (): Promise<void> => {
    const purposes = [{ id: 'necessary', required: true }, { id: 'statistics' }, { id: 'marketing', marketing: true }];
    const made = await deed.run({ body: { value: { name, domains: wordsIn(domains), notice, purposes } } });
    if (made !== undefined) await navigate({ to: '/privacy/consent/$site/edit', params: { site: made.id } });
  };
  return (
    <Modal opened onClose={close} title="A new site" closeButtonProps={{ 'aria-label': 'Close' }}>
      <form className="form" onSubmit={(event) => { event.preventDefault(); void send(); }}>
        <TextInput label="Name" required value={name} onChange={(event) => { setName(event.currentTarget.value); }} />
        <Textarea label="Domains" description="One a line. Answers are taken from these alone; *.example.com covers the subdomains." required autosize minRows={2} value={domains} onChange={(event) => { setDomains(event.currentTarget.value); }} />
        <NativeSelect label="Notice" value={notice} data={notices.map((one) => ({ value: one.id, label: one.value.name }))} onChange={(event) => { setNotice(event.currentTarget.value); }} />
        {deed.trouble === undefined ? null : <Trouble error={deed.trouble} />}
        <div className="form-foot"><Button type="submit" loading={deed.busy}>Add it as a draft</Button><span className="quiet small">It begins with the purposes necessary, statistics and marketing.</span></div>
      </form>
    </Modal>
  );
}
