import { Refusal } from '@avouch/api/refusal';
import type { Wait } from './answers.ts';
import type { Company, DemoPackage } from './company.ts';
import type { Handlers } from './fetch.ts';
import { pageOf } from './paging.ts';

type Own = 'ledger' | 'entries' | 'entry' | 'proof' | 'tiles' | 'consistency' | 'cosign' | 'forget' | 'rebuild' | 'packages' | 'packageCreate' | 'package' | 'packageFile';

/** The ledger as it is, and packages that compose themselves while one looks. */
export function ledgerAnswers(company: Company, wait: Wait): Pick<Handlers, Own> {
  const { log } = company;
  const words = new TextEncoder();
  const detail = (index: number) => {
    const entry = log.detail(index);
    if (entry === undefined) throw new Refusal('not_found', `The ledger has no entry ${index}.`);
    return entry;
  };
  const find = (id: string): DemoPackage => {
    const found = company.packages.find((one) => one.id === id);
    if (found === undefined) throw new Refusal('not_found', 'There is no such package.');
    return found;
  };
  const compose = async (id: string): Promise<void> => {
    const set = (part: Partial<DemoPackage>): void => { company.packages = company.packages.map((one) => (one.id === id ? { ...one, ...part } : one)); };
    await wait(800);
    set({ state: 'composing', progress: 'Criteria and controls: 78 of 120' });
    await wait(1500);
    set({ state: 'ready', progress: null, ledgerSize: log.size(), openItems: 14, files: [{ form: 'pdf', bytes: 1_204_233, sha256: 'a4' }, { form: 'docx', bytes: 412_880, sha256: 'b7' }, { form: 'html', bytes: 688_120, sha256: 'c2' }, { form: 'bundle', bytes: 5_820_144, sha256: 'd9' }] });
  };
  return {
    ledger: () => ({ origin: log.origin, size: log.size(), checkpoint: log.checkpoint(), verifierKey: log.verifierKey, signedAt: new Date(company.now).toISOString(), witnesses: company.variant === 'full' ? [{ name: 'witness.auditor.example', at: new Date(company.now - 240_000).toISOString() }] : [], timestamps: company.variant === 'full' ? [{ authority: 'Time stamp authority of the auditor', at: new Date(company.now - 3_600_000).toISOString(), size: log.size() - 4 }] : [] }),
    entries: ({ query }) => {
      const places = Array.from({ length: log.size() }, (_, at) => log.size() - 1 - at).filter((index) => query.kind === undefined && query.about === undefined ? true : [query.kind ?? log.summaryOf(index).kind, query.about ?? log.summaryOf(index).about].every((want, at) => want === (at === 0 ? log.summaryOf(index).kind : log.summaryOf(index).about)));
      return pageOf(places.length, (at) => log.summaryOf(places[at]!), query);
    },
    entry: ({ params }) => detail(params.index),
    proof: ({ params }) => words.encode(detail(params.index).proof),
    tiles: () => words.encode(log.checkpoint()),
    consistency: () => ({ hashes: [] }),
    cosign: () => ({ ok: true as const }),
    forget: () => ({ entry: log.size() - 1 }),
    rebuild: () => ({ entries: log.size(), identical: true, differences: [] }),
    packages: () => ({ items: company.packages }),
    packageCreate: ({ body }) => {
      const made: DemoPackage = { id: `pkg-${company.packages.length + 1}`, kind: 'type-1', asOf: body.asOf, title: 'Readiness package, Type I', state: 'queued', progress: null, problem: null, ledgerSize: null, files: [], createdAt: new Date(company.now).toISOString(), warnings: [], openItems: null };
      company.packages = [made, ...company.packages];
      void compose(made.id);
      return made;
    },
    package: ({ params }) => find(params.package),
    packageFile: ({ params }) => words.encode(`The demo composes no ${params.form}.`),
  };
}
