import { spawn, type ChildProcess } from 'node:child_process';
import { stat } from 'node:fs/promises';
import type { Problem, ProgramResult, RunOptions } from '../connector.ts';
import { codeOf, problemOf } from '../http/problem.ts';

/** What every started program gets: the whole of its environment, and the signal that ends it. */
export type ProgramOptions = { readonly env: Readonly<Record<string, string>>; readonly signal: AbortSignal };

const limits = { timeoutMs: 60_000, stdoutBytesMax: 16 * 1024 * 1024, stderrBytesMax: 64 * 1024 } as const;

/** Ends the program and whatever it has started: it leads a process group of its own. */
const end = (child: ChildProcess): void => {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch (error) {
    // ESRCH: the group is gone already, which is what is wanted.
    if (codeOf(error) !== 'ESRCH') throw error;
  }
};

const startProblem = async (program: string, cwd: string | undefined, error: unknown): Promise<Problem> => {
  const code = codeOf(error);
  if (code === 'ENOENT' && cwd !== undefined && !(await stat(cwd).then((found) => found.isDirectory(), () => false))) {
    return { kind: 'not-found', sentence: `There is no folder ${cwd} on this machine.`, remedy: 'Check the path.' };
  }
  if (code === 'ENOENT') return { kind: 'unsupported', sentence: `The program ${program} is not on this machine.`, remedy: `Install ${program} where Avouch runs.` };
  if (code === 'EACCES') return { kind: 'forbidden', sentence: `This process may not start ${program}.`, remedy: 'Give the user that runs Avouch the right to it.' };
  return { kind: 'failed', sentence: `The program ${program} could not be started${code === '' ? '' : ` (${code})`}.`, remedy: 'Look at the machine on which Avouch runs.' };
};

/** Runs a program without a shell and without input, in bounds of time and output. Never throws for what the program does. */
export const runProgram = async (program: string, args: readonly string[], given: RunOptions, options: ProgramOptions): Promise<ProgramResult> => {
  const timeoutMs = given.timeoutMs ?? limits.timeoutMs;
  const stdoutBytesMax = given.stdoutBytesMax ?? limits.stdoutBytesMax;
  const stopped = problemOf('cut-short', `Running ${program} was stopped.`, 'Start it again.');
  if (options.signal.aborted) return stopped;
  const child = spawn(program, args, {
    cwd: given.cwd, env: { ...options.env, LC_ALL: 'C', ...given.env }, stdio: ['ignore', 'pipe', 'pipe'], detached: true, shell: false,
  });
  let problem: Problem | undefined;
  const endWith = (because: Problem): void => {
    problem ??= because;
    end(child);
  };
  const timer = setTimeout(() => {
    endWith({ kind: 'timed-out', sentence: `${program} did not finish within ${timeoutMs / 1000} seconds.`, remedy: 'Raise the time limit, or look at why it hangs.' });
  }, timeoutMs);
  const onStop = (): void => { endWith(stopped.problem); };
  options.signal.addEventListener('abort', onStop);
  const stdout: Buffer[] = [];
  const stderr: Buffer[] = [];
  let stdoutBytes = 0;
  let stderrBytes = 0;
  child.stdout.on('data', (part: Buffer) => {
    stdoutBytes += part.length;
    if (stdoutBytes > stdoutBytesMax) endWith({ kind: 'too-large', sentence: `${program} printed more than ${stdoutBytesMax} bytes.`, remedy: 'Narrow down what is read.' });
    else stdout.push(part);
  });
  child.stderr.on('data', (part: Buffer) => {
    // Errors are for a sentence: what is beyond the limit is not needed, but the pipe must be drained.
    if (stderrBytes < limits.stderrBytesMax) stderr.push(part);
    stderrBytes += part.length;
  });
  const ended = await new Promise<{ readonly error: unknown } | { readonly code: number | null; readonly signal: string | null }>((settle) => {
    child.on('error', (error) => { settle({ error }); });
    child.on('close', (code, signal) => { settle({ code, signal }); });
  });
  clearTimeout(timer);
  options.signal.removeEventListener('abort', onStop);
  if (problem !== undefined) return { ok: false, problem };
  if ('error' in ended) return { ok: false, problem: await startProblem(program, given.cwd, ended.error) };
  if (ended.code === null) return problemOf('failed', `${program} was ended by ${ended.signal ?? 'a signal'}.`, 'Look at the machine on which Avouch runs: memory may be short.');
  return { ok: true, code: ended.code, stdout: Buffer.concat(stdout).toString('utf8'), stderr: Buffer.concat(stderr).toString('utf8') };
};
