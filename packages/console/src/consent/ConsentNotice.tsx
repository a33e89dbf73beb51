import { useState, type ReactNode } from 'react';
import { Button, Textarea, TextInput } from '@mantine/core';
import { Link, useParams } from '@tanstack/react-router';
import { useAnswer, useDeed } from '../calls/answer.ts';
import { useAsOf } from '../calls/as-of.ts';
import { useMay } from '../calls/session.ts';
import { Answered, Page, Section } from '../parts/Page.tsx';
import { Seal } from '../parts/Seal.tsx';
import { Trouble } from '../parts/Trouble.tsx';
import { Unsaved } from '../parts/Unsaved.tsx';
import { Preview } from './Preview.tsx';
import { Translation } from './Translation.tsx';
import type { Notice, NoticeValue, Site } from './words.ts';

/** One notice: who answers for the data, and the words in each language, with the banner beside them. */
export function ConsentNotice(): ReactNode {
  const { notice: id } = useParams({ from: '/member/privacy/consent/notices/$notice' });
  const answer = useAnswer('consentNotice', { params: { notice: id } });
  const sites = useAnswer('consentSites');
  const may = useMay('consent.write') && useAsOf() === undefined;
  return (
    <Page title={answer.data?.value.name ?? id} kicker={<><Link to="/privacy/consent">Consent</Link><span>Notice</span>{answer.data === undefined ? null : <Seal seal={answer.data.seal} about={answer.data.value.name} />}</>} lead="Words of your own stand in place of the banner’s. Where you leave a field empty, the banner’s own words are shown, in that language.">
      <Answered query={answer} lines={12}>
        {(notice) => <Answered query={sites} lines={12}>{({ items }) => <Editor key={notice.version} notice={notice} site={items.find((site) => site.value.notice === notice.id)} may={may} />}</Answered>}
      </Answered>
    </Page>
  );
}

const bareSite = (notice: string): Site['value'] => ({ name: 'Preview', domains: ['example.com'], notice, purposes: [{ id: 'necessary', required: true, marketing: false }, { id: 'statistics', required: false, marketing: false }], vendors: [], regimes: {}, months: 12, doNotTrack: false, accountKey: null, variants: [], status: 'draft' });

function Editor({ notice, site, may }: { readonly notice: Notice; readonly site: Site | undefined; readonly may: boolean }) {
  const deed = useDeed('consentNoticeWrite');
  const [value, setValue] = useState(notice.value);
  const languages = Object.keys(value.translations);
  const [language, setLanguage] = useState(languages[0] ?? 'en');
  const [fresh, setFresh] = useState('');
  const shown = site?.value ?? bareSite(notice.id);
  const put = (next: NoticeValue['translations'][string]): void => { setValue((before) => ({ ...before, translations: { ...before.translations, [language]: next } })); };
  const addLanguage = (): void => {
    const tag = fresh.trim();
    if (!/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(tag)) return;
    setValue((before) => ({ ...before, translations: { ...before.translations, [tag]: before.translations[tag] ?? { texts: {}, purposes: {}, vendors: {} } } }));
    setLanguage(tag);
    setFresh('');
  };
  const save = (): void => { void deed.run({ params: { notice: notice.id }, body: { expected: notice.version, value } }); };
  const translation = value.translations[language];
  return (
    <div className="connect">
      <form className="form" onSubmit={(event) => { event.preventDefault(); save(); }}>
        <Section title="Who answers for the data"><Controller value={value} change={setValue} /></Section>
        <Section title="Words" aside={<span className="consent-languages">{languages.map((one) => <button key={one} type="button" className="plain" aria-pressed={one === language} onClick={() => { setLanguage(one); }}>{one}</button>)}</span>}>
          {translation === undefined ? <p className="section-note">Choose a language above, or add one.</p> : <Translation key={language} language={language} value={translation} site={shown} change={put} />}
        </Section>
        {may ? <div className="filters"><TextInput label="Another language" placeholder="de" value={fresh} onChange={(event) => { setFresh(event.currentTarget.value); }} /><Button variant="default" onClick={addLanguage}>Add it</Button></div> : null}
        {deed.trouble === undefined ? null : <Trouble error={deed.trouble} />}
        {may ? <div className="form-foot"><Button type="submit" loading={deed.busy} disabled={value === notice.value}>Record the change</Button><span className="quiet small">{notice.sites.length === 0 ? 'No site shows it yet.' : 'Publish each site that shows it for visitors to see it.'}</span></div> : null}
        <Unsaved when={value !== notice.value && !deed.busy} />
      </form>
      <div className="beside"><Preview site={shown} notice={value} languages={[language, ...languages.filter((one) => one !== language)]} /></div>
    </div>
  );
}

function Controller({ value, change }: { readonly value: NoticeValue; readonly change: (value: NoticeValue) => void }) {
  const { controller } = value;
  const said = (key: 'address' | 'contact' | 'url') => (text: string): void => {
    const { [key]: _, ...rest } = controller;
    change({ ...value, controller: text === '' ? rest : { ...rest, [key]: text } });
  };
  return (
    <div className="form section-body">
      <TextInput label="Name of the notice" description="For your colleagues" required value={value.name} onChange={(event) => { change({ ...value, name: event.currentTarget.value }); }} />
      <TextInput label="The company’s full name" required value={controller.name} onChange={(event) => { change({ ...value, controller: { ...controller, name: event.currentTarget.value } }); }} />
      <Textarea label="Address" autosize minRows={2} value={controller.address ?? ''} onChange={(event) => { said('address')(event.currentTarget.value); }} />
      <TextInput label="Contact" description="Where people turn to with questions" value={controller.contact ?? ''} onChange={(event) => { said('contact')(event.currentTarget.value); }} />
      <TextInput label="The privacy notice in full" description="An address, or a path of your site" value={value.url ?? ''} onChange={(event) => { const { url: _, ...rest } = value; const text = event.currentTarget.value; change(text === '' ? rest : { ...rest, url: text }); }} />
    </div>
  );
}
