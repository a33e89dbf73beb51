import type { HandedFile, Outside } from './connector.ts';
import { openAddressPolicy, type LookUp } from './http/addresses.ts';
import { openHttpClient, type HttpClientOptions } from './http.ts';
import { runProgram } from './outside/program.ts';

/** What the real outside is made of. Nothing in here is taken from the environment of the process by itself. */
export type OutsideOptions = {
  readonly now: () => Date;
  readonly userAgent: string;
  /** Host names, addresses and CIDR ranges that may be reached although they are private. */
  readonly allowPrivate: readonly string[];
  /** The whole environment of started programs; usually `PATH` and `HOME` alone. */
  readonly env: Readonly<Record<string, string>>;
  /** Finds a handed-in file by its id. */
  readonly file: (id: string) => Promise<HandedFile | undefined>;
  /** Ends every request and program. */
  readonly signal: AbortSignal;
  readonly lookUp?: LookUp;
  /** Absolute paths of folders below which files may be read and changed. None when absent. */
  readonly folders?: readonly string[];
} & Pick<HttpClientOptions, 'sleep' | 'jitter' | 'fetchDispatcher'>;

/** Opens everything that a connector may touch, under one policy of addresses, time and size. Close it when the read is over. */
export const openOutside = (options: OutsideOptions): Outside & { readonly close: () => Promise<void> } => {
  const { now, signal, file, env, allowPrivate, lookUp, folders, ...rest } = options;
  const addresses = openAddressPolicy({ allowPrivate, ...(lookUp === undefined ? {} : { lookUp }) });
  const http = openHttpClient({ ...rest, now, signal, addresses });
  return {
    now, http, addresses, file, signal,
    run: (program, args, given = {}) => runProgram(program, args, given, { env, signal }),
    ...(folders === undefined ? {} : { folders }),
    close: http.close,
  };
};
