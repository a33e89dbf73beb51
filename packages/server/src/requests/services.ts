import { readFile } from 'node:fs/promises';
import { parseServiceDescription, serviceConnector } from '@avouch/connectors/services';
import type { StoreConnector } from '@avouch/connectors/store';
import { StartProblem } from '../storage/start-problem.ts';

const textOf = async (file: string): Promise<string> => {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    throw new StartProblem(`AVOUCH_SERVICES names ${file}, which cannot be read.`, { cause });
  }
};

/**
 * The connectors to services that files of the operator describe. A file that cannot be read, has a fault or describes a
 * service that is there already is a `StartProblem` with every line that has to be put right.
 */
export const openServices = async (files: readonly string[], known: readonly string[]): Promise<readonly StoreConnector[]> => {
  const found: StoreConnector[] = [];
  for (const file of files) {
    const parsed = parseServiceDescription(await textOf(file));
    if (!parsed.ok) throw new StartProblem([`${file} describes no service that can be used:`, ...parsed.faults.map(({ line, where, sentence }) => `  line ${line}${where === '' ? '' : `, ${where}`}: ${sentence}`)].join('\n'));
    const connector = serviceConnector(parsed.description);
    if ([...known, ...found.map((one) => one.id)].includes(connector.id)) throw new StartProblem(`${file} describes ${connector.id}, which is there already: give it a name of its own.`);
    found.push(connector);
  }
  return found;
};
