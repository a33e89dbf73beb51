import { z } from 'zod';
import type { Machine } from './machine.ts';

/** Chains of a packet filter, as far as it matters here: what they refuse, and where they lead. */
type Chain = { refuses: boolean; readonly leadsTo: Set<string> };
type Chains = Map<string, Chain>;

const chainOf = (chains: Chains, name: string): Chain => {
  const found = chains.get(name) ?? { refuses: false, leadsTo: new Set<string>() };
  chains.set(name, found);
  return found;
};

/** Whether any chain that can be reached from the first ones refuses anything. */
const refusesFrom = (chains: Chains, starts: readonly string[]): boolean => {
  const seen = new Set(starts);
  for (const name of seen) {
    const chain = chains.get(name);
    if (chain?.refuses === true) return true;
    for (const next of chain?.leadsTo ?? []) seen.add(next);
  }
  return false;
};

const target = z.object({ target: z.string() });
const ruleset = z.object({
  nftables: z.array(z.object({
    chain: z.object({ family: z.string(), table: z.string(), name: z.string(), hook: z.string().optional(), policy: z.string().optional() }).optional(),
    rule: z.object({ family: z.string(), table: z.string(), chain: z.string(), expr: z.array(z.record(z.string(), z.unknown())).default([]) }).optional(),
  })),
});

/** Whether `nft -j list ruleset` refuses anything that comes in; null when it is no such listing. */
export const nftRefuses = (printed: string): boolean | null => {
  let json: unknown;
  try {
    json = JSON.parse(printed);
  } catch {
    return null;
  }
  const parsed = ruleset.safeParse(json);
  if (!parsed.success) return null;
  const chains: Chains = new Map();
  const starts: string[] = [];
  for (const { chain, rule } of parsed.data.nftables) {
    if (chain !== undefined) {
      const id = `${chain.family} ${chain.table} ${chain.name}`;
      if (chain.hook === 'input') starts.push(id);
      if (chain.policy === 'drop') chainOf(chains, id).refuses = true;
    }
    if (rule === undefined) continue;
    const from = chainOf(chains, `${rule.family} ${rule.table} ${rule.chain}`);
    for (const expression of rule.expr) {
      if ('drop' in expression || 'reject' in expression) from.refuses = true;
      const next = target.safeParse(expression['jump'] ?? expression['goto']);
      if (next.success) from.leadsTo.add(`${rule.family} ${rule.table} ${next.data.target}`);
    }
  }
  return refusesFrom(chains, starts);
};

/** Whether `iptables -S` refuses anything that comes in. */
export const iptablesRefuses = (printed: string): boolean => {
  const chains: Chains = new Map();
  for (const line of printed.split('\n')) {
    if (/^-P INPUT (DROP|REJECT)\b/.test(line)) chainOf(chains, 'INPUT').refuses = true;
    const found = /^-A (\S+)\b.*\s-[jg] (\S+)/.exec(line);
    if (found === null) continue;
    const from = chainOf(chains, found[1] ?? '');
    if (found[2] === 'DROP' || found[2] === 'REJECT') from.refuses = true;
    else from.leadsTo.add(found[2] ?? '');
  }
  return refusesFrom(chains, ['INPUT']);
};

/** Whether a packet filter refuses anything that comes in; null when no tool would tell. */
export const linuxFirewall = async (machine: Machine): Promise<boolean | null> => {
  const nft = await machine.ask('nft', '-j', 'list', 'ruleset');
  const iptables = await machine.ask('iptables', '-S');
  const answers: (boolean | null)[] = [
    nft?.code === 0 ? nftRefuses(nft.stdout) : null,
    iptables?.code === 0 ? iptablesRefuses(iptables.stdout) : null,
  ];
  if (answers.includes(true)) return true;
  if ((await machine.ask('firewall-cmd', '--state'))?.stdout.trim() === 'running') return true;
  if (/^Status: active$/m.test((await machine.ask('ufw', 'status'))?.stdout ?? '')) return true;
  return answers.includes(false) ? false : null;
};
