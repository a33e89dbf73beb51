import { useEffect, useRef, type ReactNode } from 'react';
import type { UseQueryResult } from '@tanstack/react-query';
import { Trouble } from './Trouble.tsx';

/** A page's head and body. The heading takes the focus when the page is entered, so that keyboard and screen reader start there. */
export function Page({ title, kicker, lead, actions, children }: {
  readonly title: string; readonly kicker?: ReactNode; readonly lead?: ReactNode; readonly actions?: ReactNode; readonly children: ReactNode;
}): ReactNode {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => { document.title = `${title} · Avouch`; }, [title]);
  // A part of the page that took the focus first, by the address’s wish, keeps it.
  useEffect(() => { if (heading.current?.closest('article')?.contains(document.activeElement) !== true) heading.current?.focus({ preventScroll: true }); }, []);
  return (
    <article className="page">
      <header className="page-head">
        <div className="page-titles">
          {kicker === undefined ? null : <p className="kicker">{kicker}</p>}
          <h1 ref={heading} tabIndex={-1}>{title}</h1>
          {lead === undefined ? null : <div className="lead">{lead}</div>}
        </div>
        {actions === undefined ? null : <div className="page-actions">{actions}</div>}
      </header>
      {children}
    </article>
  );
}

/** A part of a page under its own heading; `aside` stands at the heading's right. */
export function Section({ title, aside, note, children, id }: { readonly title: string; readonly aside?: ReactNode; readonly note?: ReactNode; readonly children: ReactNode; readonly id?: string }): ReactNode {
  return (
    <section className="section" id={id}>
      <div className="section-head"><h2>{title}</h2>{aside === undefined ? null : <div className="section-aside">{aside}</div>}</div>
      {note === undefined ? null : <p className="section-note">{note}</p>}
      {children}
    </section>
  );
}

/** Lines that hold the place of what is being fetched, so that nothing jumps when it comes. */
export function Waiting({ lines = 8 }: { readonly lines?: number }): ReactNode {
  return (
    <div className="waiting" role="status">
      <span className="unseen">Reading…</span>
      {Array.from({ length: lines }, (_, line) => <div key={line} className="waiting-line" aria-hidden="true" />)}
    </div>
  );
}

/** Shows what a query answered; before that, lines in its place; after a failure, the trouble. */
export function Answered<T>({ query, lines, children }: { readonly query: Pick<UseQueryResult<T, Error>, 'data' | 'error' | 'refetch'>; readonly lines?: number; readonly children: (data: T) => ReactNode }) {
  const retry = (): void => { void query.refetch(); };
  if (query.error !== null) return <Trouble error={query.error} retry={retry} />;
  if (query.data === undefined) return <Waiting {...(lines === undefined ? {} : { lines })} />;
  return <>{children(query.data)}</>;
}

/** An empty page: what belongs here, why it matters, and the first step. */
export function Empty({ title, children, action }: { readonly title: string; readonly children: ReactNode; readonly action?: ReactNode }): ReactNode {
  return (
    <div className="empty">
      <h2>{title}</h2>
      <div className="empty-words">{children}</div>
      {action === undefined ? null : <div className="empty-action">{action}</div>}
    </div>
  );
}

/** Names and values of one thing, in lines. */
export function Fields({ items }: { readonly items: readonly (readonly [name: string, value: ReactNode])[] }): ReactNode {
  return <dl className="fields">{items.map(([name, value]) => <div key={name}><dt>{name}</dt><dd>{value}</dd></div>)}</dl>;
}

/** A term of the field with a hover that explains it. */
export function Term({ children, means }: { readonly children: ReactNode; readonly means: string }): ReactNode {
  return <abbr className="term" title={means}>{children}</abbr>;
}
