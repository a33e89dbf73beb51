import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { Answer } from '@avouch/api/client';
import { Refusal } from '@avouch/api/refusal';
import type { Command, Given } from '../command.ts';
import { openSession, type Session } from '../session/session.ts';
import type { Terminal } from '../terminal.ts';

type Package = Answer<'package'>;
type Form = Package['files'][number]['form'];

/** Composes a Type I readiness package and writes its three forms into a folder. */
export const report: Command = { options: { 'as-of': { type: 'string' }, out: { type: 'string' } }, run: (given, terminal) => compose(given, terminal, ['pdf', 'docx', 'html']) };

/** Composes a package and writes the bundle that verifies offline. */
export const bundle: Command = { options: { 'as-of': { type: 'string' }, out: { type: 'string' } }, run: (given, terminal) => compose(given, terminal, ['bundle']) };

async function compose(given: Given, terminal: Terminal, forms: readonly Form[]): Promise<number> {
  const session = await openSession(terminal, given.where);
  try {
    const org = await session.org();
    const asOf = typeof given.options['as-of'] === 'string' ? given.options['as-of'] : terminal.now().toISOString().slice(0, 10);
    const created = await session.client.packageCreate({ params: { org }, body: { kind: 'type-1', asOf } });
    const ready = await untilReady(session, org, created, terminal);
    const written: string[] = [];
    for (const form of forms) {
      const path = pathFor(form, asOf, given, terminal);
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, await session.client.packageFile({ params: { org, package: ready.id, form } }));
      written.push(path);
    }
    if (given.json) terminal.out(`${JSON.stringify({ package: ready, written }, undefined, 2)}\n`);
    else terminal.out(`${ready.title}\n${written.map((path) => `  ${path}\n`).join('')}${(ready.openItems ?? 0) > 0 ? `  ${ready.openItems} facts are still to be completed; the package marks each.\n` : ''}Prepared by management; not an examination report.\n`);
    return 0;
  } finally {
    await session.close();
  }
}

function pathFor(form: Form, asOf: string, given: Given, terminal: Terminal): string {
  const out = typeof given.options['out'] === 'string' ? given.options['out'] : undefined;
  const name = form === 'bundle' ? `avouch-bundle-${asOf}.zip` : `readiness-package-type-1-${asOf}.${form}`;
  if (form === 'bundle' && out !== undefined) return resolve(terminal.cwd, out);
  return join(resolve(terminal.cwd, out ?? '.'), name);
}

async function untilReady(session: Session, org: string, created: Package, terminal: Terminal): Promise<Package> {
  let current = created;
  while (current.state === 'queued' || current.state === 'composing') {
    terminal.progress(`Composing: ${current.progress ?? current.state}`);
    await new Promise((done) => { setTimeout(done, 200); });
    current = await session.client.package({ params: { org, package: created.id } });
  }
  terminal.progress('');
  if (current.state === 'failed') throw new Refusal('unavailable', current.problem ?? 'The package could not be composed: see the server’s log.');
  return current;
}
