import { checksOver } from './check.ts';
import { setting } from './verdicts.ts';

const traced = setting({
  pass: 'The release names its author and its time.',
  fail: 'The release is a bare mark without author, time or signature.',
  what: 'whether the release names its author and time',
});

/** Checks over releases. */
export const releaseChecks = checksOver('release', [
  {
    id: 'release.traceable',
    title: 'A release names its author and its time',
    why: 'A bare tag can be moved without a trace of who released what, and when.',
    remedy: 'Make releases with annotated or signed tags (`git tag -a v1.2.3`, `git tag -s v1.2.3`) from the pipeline, and protect tags against change.',
    controls: ['CHG-05'],
    shows: 'act',
    judge: ({ annotated, signed }) => traced(annotated === true || signed === true ? true : annotated ?? signed),
  },
]);
