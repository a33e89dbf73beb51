import type { ReactNode } from 'react';
import { Link } from '@tanstack/react-router';
import { useAnswer } from '../calls/answer.ts';
import { formatMany } from '../calls/clock.ts';
import { Answered, Page, Section } from '../parts/Page.tsx';

/** What can be connected, live sources first, then files of other tools. */
export function Catalogue(): ReactNode {
  const connectors = useAnswer('connectors');
  return (
    <Page title="Connect a source" kicker={<Link to="/sources">Sources</Link>} lead="Choose what to read. Each page says which rights it needs and why, before you give any.">
      <Answered query={connectors}>
        {({ items }) => [{ title: 'Systems', files: false }, { title: 'Files of other tools', files: true }].map((group) => (
          <Section key={group.title} title={group.title}>
            <ul className="catalogue">
              {items.filter((one) => (one.files.length > 0) === group.files).map((one) => (
                <li key={one.id}><Link to="/sources/connect/$connector" params={{ connector: one.id }}>{one.title}</Link><p>{one.summary}</p><p className="small">Reads {one.reads.map((read) => read.plural.toLowerCase()).join(', ')}. Feeds {formatMany(one.checks, 'check')}.</p></li>
              ))}
            </ul>
          </Section>
        ))}
      </Answered>
    </Page>
  );
}
