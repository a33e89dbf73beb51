import { parseArgs, type ParseArgsConfig } from 'node:util';
import { Refusal } from '@avouch/api/refusal';
import { bundle, report } from './commands/package.ts';
import { collect } from './commands/collect.ts';
import { connect } from './commands/connect.ts';
import { datamap } from './commands/datamap.ts';
import { rebuild } from './commands/rebuild.ts';
import { request } from './commands/request.ts';
import { start } from './commands/start.ts';
import { status } from './commands/status.ts';
import { verify } from './commands/verify.ts';
import { witness } from './commands/witness.ts';
import type { Command } from './command.ts';
import { WrongUse, type Terminal } from './terminal.ts';
import { usage } from './usage.ts';

export type { Terminal } from './terminal.ts';

const commands: Readonly<Record<string, Command>> = { start, connect, collect, status, report, bundle, verify, witness, datamap, request, rebuild };
const everywhere: NonNullable<ParseArgsConfig['options']> = { json: { type: 'boolean' }, data: { type: 'string' }, server: { type: 'string' }, org: { type: 'string' }, help: { type: 'boolean', short: 'h' } };

/** Runs one command line; gives the exit code. Whatever goes wrong is one sentence on the error stream. */
export async function runCommand(words: readonly string[], terminal: Terminal): Promise<number> {
  const [name = 'help', ...rest] = words;
  if (name === 'help' || name === '--help' || name === '-h') {
    terminal.out(usage);
    return 0;
  }
  const command = commands[name];
  try {
    if (command === undefined) throw new WrongUse(`${name.startsWith('-') ? 'Options come after the command' : `There is no command ${name}`}: see \`avouch help\`.`);
    const { values, positionals } = parse(rest, command);
    if (values['help'] === true) {
      terminal.out(usage);
      return 0;
    }
    return await command.run({ words: positionals, options: values, json: values['json'] === true, where: { server: text(values['server']), data: text(values['data']), org: text(values['org']) } }, terminal);
  } catch (cause) {
    return explain(cause, terminal, words.includes('--json'));
  }
}

function parse(rest: readonly string[], command: Command): { values: Record<string, string | boolean | readonly string[] | undefined>; positionals: readonly string[] } {
  try {
    const { values, positionals } = parseArgs({ args: [...rest], options: { ...everywhere, ...command.options }, allowPositionals: true });
    return { values: values as Record<string, string | boolean | readonly string[] | undefined>, positionals };
  } catch (cause) {
    throw new WrongUse(`${cause instanceof Error ? cause.message.split('. To specify')[0] : String(cause)}: see \`avouch help\`.`, { cause });
  }
}

function explain(cause: unknown, terminal: Terminal, json: boolean): number {
  if (!(cause instanceof WrongUse || cause instanceof Refusal)) throw cause;
  const code = cause instanceof Refusal ? cause.code : 'wrong_use';
  if (json) terminal.out(`${JSON.stringify({ error: { code, message: cause.message } })}\n`);
  else terminal.err(`${cause.message}\n`);
  return cause instanceof WrongUse ? 2 : 1;
}

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
