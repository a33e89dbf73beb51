import { Link } from '@tanstack/react-router';
import { jobs, stands } from './paths.ts';

/** The user's jobs, in their order. The parts of a job are shown under it. */
export function Navigation({ path, leave }: { readonly path: string; readonly leave: () => void }) {
  return (
    <nav className="navigation" aria-label="Main">
      <ul>
        {jobs.map((job) => (
          <li key={job.to}>
            <Link to={job.to} onClick={leave} activeOptions={{ exact: true }} data-within={stands(path, job.to) || undefined}>{job.title}</Link>
            {job.parts.length === 0 ? null : (
              <ul>{job.parts.map((part) => <li key={part.to}><Link to={part.to} onClick={leave} activeOptions={{ exact: true }} data-within={stands(path, part.to) || undefined}>{part.title}</Link></li>)}</ul>
            )}
          </li>
        ))}
      </ul>
    </nav>
  );
}
