import { Refusal } from '@avouch/api/refusal';
import type { Given } from '../command.ts';
import { openSession } from '../session/session.ts';
import { counted, legible, WrongUse, type Terminal } from '../terminal.ts';
import { readMapFile, saveMapFile } from './datamap-file.ts';

/** Writes the file as the next version of the server's data map. Its faults are told with their lines, and nothing is written then. */
export async function push(given: Given, terminal: Terminal): Promise<number> {
  const { name, text } = await readMapFile(given, terminal);
  if (text === undefined) throw new WrongUse(`There is no ${name} to push: \`avouch datamap discover\` makes one, \`avouch datamap pull\` gets the server's.`);
  const session = await openSession(terminal, given.where);
  try {
    const org = await session.org();
    const { current } = await session.client.dataMap({ params: { org } });
    if (current?.text === text) {
      terminal.out(given.json ? `${JSON.stringify({ version: current.version, changed: false })}\n` : `The server has this already, as version ${current.version}.\n`);
      return 0;
    }
    const { faults, written } = await session.client.dataMapWrite({ params: { org }, body: { text, note: 'Pushed from the command line.', expected: current?.version ?? 0 } });
    if (written === null) {
      if (given.json) terminal.out(`${JSON.stringify({ faults }, undefined, 2)}\n`);
      else terminal.err(`${faults.map(({ line, column, sentence }) => `${name}:${line ?? 1}:${column ?? 1}  ${legible(sentence)}\n`).join('')}Nothing was written.\n`);
      return 1;
    }
    terminal.out(given.json ? `${JSON.stringify({ version: written.version, changed: true })}\n` : `Written as version ${written.version}: ${counted(written.systems, 'system')}, ${counted(written.places, 'place')}, ${counted(written.fields, 'field')}.\n`);
    return 0;
  } finally {
    await session.close();
  }
}

/** Puts the server's data map in the place of the file. */
export async function pull(given: Given, terminal: Terminal): Promise<number> {
  const session = await openSession(terminal, given.where);
  try {
    const { current } = await session.client.dataMap({ params: { org: await session.org() } });
    if (current === null) throw new Refusal('not_found', 'The server has no data map yet: `avouch datamap push` writes one.');
    const { name, path } = await readMapFile(given, terminal);
    await saveMapFile(path, current.text);
    terminal.out(given.json ? `${JSON.stringify({ file: name, version: current.version })}\n` : `${name} is now version ${current.version} of the server.\n`);
    return 0;
  } finally {
    await session.close();
  }
}
