import type { ReactNode } from 'react';
import { Button } from '@mantine/core';
import { Link, useParams } from '@tanstack/react-router';
import type { Answer } from '@avouch/api/client';
import { useAnswer } from '../calls/answer.ts';
import { formatBoth, formatBytes, formatCount, formatDay } from '../calls/clock.ts';
import { useClient, usePlace } from '../calls/session.ts';
import { Answered, Fields, Page, Section } from '../parts/Page.tsx';
import { VerifierPage } from '../parts/VerifierPage.tsx';
import { packageWord } from './Packages.tsx';

type PackageValue = Answer<'package'>;
const forms = { pdf: ['PDF', 'to read and to print; tagged, for archiving'], docx: ['Word', 'to work on with your auditor'], html: ['HTML', 'one file, readable on any screen'], bundle: ['Bundle', 'the package with every cited entry, proof, checkpoint and key, to be verified offline'] } as const;

/** One package: its progress, its files, what is open in it. */
export function PackagePage(): ReactNode {
  const { package: id } = useParams({ from: '/member/packages/$package' });
  const first = useAnswer('package', { params: { package: id } });
  const waiting = first.data?.state === 'queued' || first.data?.state === 'composing';
  const answer = useAnswer('package', { params: { package: id } }, { every: waiting ? 700 : false });
  return (
    <Page title={answer.data === undefined ? 'Package' : `${answer.data.title}, as of ${formatDay(answer.data.asOf)}`} kicker={<Link to="/packages">Packages</Link>}>
      <p className="package-words">Prepared by management. <strong>Not an examination report.</strong></p>
      <Answered query={answer}>{(data) => <Body one={data} />}</Answered>
    </Page>
  );
}

function Body({ one }: { readonly one: PackageValue }) {
  const client = useClient();
  const { org } = usePlace();
  if (one.state === 'queued' || one.state === 'composing') {
    return <section className="live" aria-label="Composing" aria-live="polite"><strong>{packageWord[one.state]}</strong><span className="quiet">{one.progress ?? 'It begins in a moment. You may leave this page.'}</span></section>;
  }
  if (one.state === 'failed') return <div className="trouble" role="alert"><p className="trouble-what">The package could not be composed. {one.problem}</p><p>The ledger is as it was; nothing is lost. Correct it and <Link to="/packages">compose it again</Link>.</p></div>;
  return (
    <>
      <Section title="Files">
        <ul className="rows">
          {one.files.map((file) => (
            <li key={file.form} className="check-line"><span><strong>{forms[file.form][0]}</strong> <span className="quiet">{forms[file.form][1]}</span></span><Button size="xs" variant={file.form === 'pdf' ? 'filled' : 'default'} component="a" href={client.href('packageFile', { params: { org: org.id, package: one.id, form: file.form } })} download>Download {formatBytes(file.bytes)}</Button><p className="quiet small">SHA-256 <span className="mono">{file.sha256}</span></p></li>
          ))}
        </ul>
        <VerifierPage />
      </Section>
      <Section title="What is open in it">
        {one.warnings.map((warning) => <div key={warning} className="notice" data-kind="stale">{warning}</div>)}
        <p className="section-note">{one.openItems === null || one.openItems === 0 ? 'Every fact that the description asks for is recorded.' : <>{formatCount(one.openItems)} facts are printed as “to be completed”. <Link to="/programme">Record them in the programme</Link>, then compose it again.</>}</p>
      </Section>
      <Section title="What it stands on"><Fields items={[['As of', `${formatDay(one.asOf)}, the end of the day in UTC`], ['Ledger', one.ledgerSize === null ? '–' : `the first ${formatCount(one.ledgerSize)} entries`], ['Composed', formatBoth(one.createdAt)], ['To verify', <span key="v"><span className="mono">avouch verify bundle.zip</span>, or the page above</span>]]} /></Section>
    </>
  );
}
