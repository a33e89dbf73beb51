import type { Command } from '../command.ts';
import { openSession } from '../session/session.ts';
import { counted } from '../terminal.ts';

/** Folds the ledger again and says whether every table came out the same. */
export const rebuild: Command = {
  run: async (given, terminal) => {
    const session = await openSession(terminal, given.where);
    try {
      terminal.progress('Folding the ledger again …');
      const result = await session.client.rebuild({ params: { org: await session.org() } });
      terminal.progress('');
      if (given.json) terminal.out(`${JSON.stringify(result, undefined, 2)}\n`);
      else if (result.identical) terminal.out(`${counted(result.entries, 'entry', 'entries')} folded again; every table came out the same.\n`);
      else terminal.out(`${counted(result.entries, 'entry', 'entries')} folded again; these tables came out different and now hold what the ledger says: ${result.differences.map((one) => one.table).join(', ')}.\n`);
      return result.identical ? 0 : 1;
    } finally {
      await session.close();
    }
  },
};
