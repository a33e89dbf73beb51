import { useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import { NativeSelect } from '@mantine/core';
import { useQuery, keepPreviousData } from '@tanstack/react-query';
import { useDebouncedValue } from '@mantine/hooks';
import type { Consent, ConsentConfig, Texts } from '@avouch/consent/consent';
import type { Answer } from '@avouch/api/client';
import { useAnswer } from '../calls/answer.ts';
import { useClient, usePlace } from '../calls/session.ts';
import { Answered, Section } from '../parts/Page.tsx';
import type { NoticeValue, SiteValue } from './words.ts';

type Languages = Answer<'consentLanguages'>['items'];

/** The words that the SDK brings for a language; English where it brings none. */
function wordsOf(languages: Languages, language: string): Texts | undefined {
  const found = languages.find((one) => one.language === language) ?? languages.find((one) => one.language === language.split('-')[0]) ?? languages.find((one) => one.language === 'en');
  if (found === undefined) return undefined;
  const purposes = Object.fromEntries(Object.entries(found.purposes).map(([id, { name, text }]) => [id, [name, text] as const]));
  // The server sends every word that the SDK knows, under the SDK’s own names.
  return { ...found.texts, language, purposes } as unknown as Texts;
}

/** A visitor who has not answered, and whose answers go nowhere. */
const visitorOf = (config: ConsentConfig): Consent => {
  const allowed = config.purposes.filter((one) => one.required === true).map(({ id }) => id);
  return { config, state: () => ({ asks: 'first', allowed, signal: null, regime: 'opt-in', answeredAt: null }), allows: (id) => allowed.includes(id), choose: async () => undefined, subscribe: () => () => undefined };
};

/** The banner as visitors will see it, drawn by the SDK itself from what stands in the form; nothing is kept. */
export function Preview({ site, notice, languages }: { readonly site: SiteValue; readonly notice: NoticeValue; readonly languages: readonly string[] }): ReactNode {
  const [chosen, setLanguage] = useState<string>();
  const language = chosen !== undefined && languages.includes(chosen) ? chosen : languages[0] ?? 'en';
  const client = useClient();
  const { org } = usePlace();
  const [asked] = useDebouncedValue(JSON.stringify({ site, notice, language }), 300);
  const words = useAnswer('consentLanguages');
  const seen = useQuery({
    queryKey: ['consentPreview', org.id, asked], placeholderData: keepPreviousData, retry: false,
    queryFn: ({ signal }) => client.consentPreview({ params: { org: org.id }, body: JSON.parse(asked) as { site: SiteValue; notice: NoticeValue; language: string }, signal }),
  });
  const choose = languages.length < 2 ? undefined : <NativeSelect size="xs" aria-label="Language of the preview" value={language} data={[...languages]} onChange={(event) => { setLanguage(event.currentTarget.value); }} />;
  return (
    <Section title="As visitors see it" aside={choose} note="Drawn by the banner itself. Its buttons record nothing here.">
      <Answered query={seen} lines={6}>
        {({ config, problems }) => (
          <>
            {problems.length === 0 ? null : <div className="notice" data-kind="stale"><ul>{problems.map((one) => <li key={one.where + one.message}><span className="mono">{one.where}</span> {one.message}</li>)}</ul></div>}
            {config === null ? <p className="section-note">It can’t be drawn until that is put right.</p> : <Answered query={words} lines={6}>{({ items }) => <Drawn config={config as unknown as ConsentConfig} texts={wordsOf(items, language)} />}</Answered>}
          </>
        )}
      </Answered>
    </Section>
  );
}

function Drawn({ config, texts }: { readonly config: ConsentConfig; readonly texts: Texts | undefined }) {
  const place = useRef<HTMLDivElement>(null);
  const visitor = useMemo(() => visitorOf(config), [config]);
  useEffect(() => {
    if (texts === undefined) return undefined;
    let gone = false;
    let close: (() => void) | undefined;
    const draw = async (): Promise<void> => {
      const { openBanner } = await import('@avouch/consent/banner');
      if (gone) return;
      ({ close } = openBanner(visitor, texts));
      // It stands at the page’s edge by itself; here it stands beside the words that are being written.
      const banner = document.querySelector('body > .avouch-banner');
      if (banner !== null) place.current?.append(banner);
    };
    void draw();
    return () => { gone = true; close?.(); };
  }, [visitor, texts]);
  return <div ref={place} className="consent-preview" />;
}
