import type { ReactNode } from 'react';
import { Link } from '@tanstack/react-router';
import type { Answer } from '@avouch/api/client';
import { useAnswer } from '../calls/answer.ts';
import { formatCount } from '../calls/clock.ts';
import { Answered, Page } from '../parts/Page.tsx';

/** Records that have a page of their own elsewhere. */
const elsewhere: readonly string[] = ['control', 'criterion-relevance', 'evidence', 'source'];

/** The types of records that are kept here, in the order in which the server offers them. */
export const kept = (types: Answer<'recordTypes'>['items']): Answer<'recordTypes'>['items'] => types.filter((type) => !elsewhere.includes(type.id));

/** What the company records of itself, by type. */
export function Programme(): ReactNode {
  const types = useAnswer('recordTypes');
  return (
    <Page title="Programme" lead="What you record of your company and its system. The description in the package is written from these and from nothing else: what isn’t recorded is printed as “to be completed”.">
      <Answered query={types}>
        {({ items }) => <ul className="catalogue">{kept(items).map((type) => <li key={type.id}><Link to="/programme/$type" params={{ type: type.id }}>{type.plural}</Link> <Total type={type.id} /><p>{type.purpose}</p></li>)}</ul>}
      </Answered>
    </Page>
  );
}

function Total({ type }: { readonly type: string }) {
  const records = useAnswer('records', { params: { type }, query: { limit: 1 } });
  const total = records.data?.total;
  return <span className="quiet count">{total === undefined || total === null ? '' : total === 0 ? 'none yet' : formatCount(total)}</span>;
}
