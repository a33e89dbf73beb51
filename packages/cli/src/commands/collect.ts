import { execFile } from 'node:child_process';
import { mkdir, stat, writeFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import type { Command } from '../command.ts';
import type { Progress, SourceSummary } from '../session/answers.ts';
import { openSession, type Session } from '../session/session.ts';
import { columns, dim, legible, statusMark, WrongUse, type Terminal } from '../terminal.ts';
import { standingText } from './status.ts';

const exists = (path: string): Promise<boolean> => stat(path).then(() => true, () => false);

/**
 * Reads every source now and shows the standing. In a folder with a git repository, and no server or data named, it makes
 * a ledger in `.avouch` and reads the repository itself.
 */
export const collect: Command = {
  run: async (given, terminal) => {
    const folder = resolve(terminal.cwd, given.words[0] ?? '.');
    const local = given.where.server === undefined && given.where.data === undefined && (await exists(join(folder, '.git')));
    const where = local ? { ...given.where, data: await localFolder(folder) } : given.where;
    terminal.progress('Opening the ledger …');
    const session = await openSession(terminal, where);
    try {
      const { org, fresh } = local ? await localOrganisation(session, folder, terminal) : { org: await session.org(), fresh: undefined };
      const sources = (await session.client.sources({ params: { org } })).items.filter((source) => !source.paused);
      if (sources.length === 0) throw new WrongUse('Nothing is connected yet: `avouch connect` lists what can be.');
      const runs: Progress[] = [];
      for (const source of sources) {
        if (fresh?.source !== source.id) await session.client.collect({ params: { org, source: source.id } });
        runs.push(fresh?.source === source.id ? fresh : await follow(session, org, source, terminal));
      }
      const standing = await session.client.standing({ params: { org }, query: {} });
      if (given.json) terminal.out(`${JSON.stringify({ runs, standing }, undefined, 2)}\n`);
      else terminal.out(`${runs.map((run, i) => runText(run, sources[i]?.name ?? run.source, terminal)).join('')}\n${standingText(standing, terminal)}`);
      return runs.some((run) => run.phase === 'failed' || run.reads.some((read) => read.state === 'problem')) ? 1 : 0;
    } finally {
      await session.close();
    }
  },
};

/** What git tracks below a path; the repository's own settings may start no program. */
const trackedIn = (folder: string, path: string): Promise<string> => new Promise((done, fail) => {
  execFile('git', ['-c', 'core.fsmonitor=false', '-C', folder, 'ls-files', '--', path], (error, stdout) => {
    if (error === null) done(stdout);
    else fail(new WrongUse(`git could not be asked about ${folder}: ${error.message.trim().split('\n').at(-1) ?? ''}`, { cause: error }));
  });
});

async function localFolder(folder: string): Promise<string> {
  const data = join(folder, '.avouch');
  // Whoever wrote the repository would otherwise have written the database and the keys as well.
  if ((await trackedIn(folder, '.avouch')) !== '') throw new WrongUse('This repository brings a .avouch folder of its own, which is not to be trusted: remove it, or name another folder with --data.');
  await mkdir(data, { recursive: true, mode: 0o711 });
  // The ledger of a clone is nobody's source code: git must not offer it.
  await writeFile(join(data, '.gitignore'), '*\n');
  return data;
}

/** The organisation of a clone's own ledger, and the first read of its repository when that was done just now. */
async function localOrganisation(session: Session, folder: string, terminal: Terminal): Promise<{ org: string; fresh: Progress | undefined }> {
  const name = basename(folder);
  if ((await session.client.setupState({})).needed) {
    const secret = [...terminal.random(18)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
    await session.client.setup({ body: {
      token: session.setupToken ?? '', owner: { name: 'Local owner', email: 'owner@localhost.localdomain', password: secret },
      company: { name }, system: { name, purpose: `What the repository ${name} builds; to be completed.` }, categories: ['security'],
    } });
  }
  const org = await session.org();
  const { items } = await session.client.sources({ params: { org } });
  if (items.some((source) => source.connector === 'git' && source.settings['location'] === folder)) return { org, fresh: undefined };
  const { source } = await session.client.sourceConnect({ params: { org }, body: { connector: 'git', name, settings: { location: folder }, everyMinutes: null } });
  return { org, fresh: await follow(session, org, source, terminal) };
}

/** Follows a running read to its end and gives its last state. */
export async function follow(session: Session, org: string, source: Pick<SourceSummary, 'id' | 'name'>, terminal: Terminal): Promise<Progress> {
  let last: Progress | undefined;
  for await (const progress of session.client.follow('progress', { params: { org, source: source.id } })) {
    last = progress;
    const count = progress.total === null ? `${progress.done}` : `${progress.done} of ${progress.total}`;
    terminal.progress(`Reading ${legible(source.name)}: ${progress.entityType ?? progress.phase} ${count}`);
    if (progress.phase === 'done' || progress.phase === 'failed') break;
  }
  terminal.progress('');
  if (last === undefined) throw new WrongUse(`The read of ${source.name} ended without a word: look at the server's log.`);
  return last;
}

/** What one read gave, a line for each kind of thing. */
export function runText(run: Progress, name: string, terminal: Pick<Terminal, 'color'>): string {
  const rows = run.reads.map((read) => {
    if (read.state === 'complete' && read.count !== null) return [statusMark(terminal, 'pass', read.entityType), `${read.count} read`, dim(terminal, `${read.changed ?? 0} changed · entry ${read.entry ?? '–'}`)];
    // A read that broke off before its turn has no problem of its own: it is no empty list.
    return [statusMark(terminal, 'no-data', read.entityType), 'not read', read.problem === null ? '' : `${read.problem.sentence} ${read.problem.remedy}`];
  });
  return `${legible(name)}\n${columns(rows)}${run.note === null ? '' : `  ${legible(run.note)}\n`}`;
}
