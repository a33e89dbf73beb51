import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { verifyBundle, type BundleVerification } from '@avouch/controls/bundle';
import { verifyProof, type Finding } from '@avouch/ledger/verify';
import { parseCertificate, verifyCertificate, type CertificateVerification } from '@avouch/privacy/certificate';
import { verifyReceipt, type ReceiptVerification } from '@avouch/privacy/receipts';
import type { Command, Given } from '../command.ts';
import { columns, counted, dim, legible, statusMark, WrongUse, type Terminal } from '../terminal.ts';

/** Checks a bundle, a consent receipt, a certificate of erasure or a proof file, offline; needs no server and trusts only the keys that it is given. */
export const verify: Command = {
  options: { key: { type: 'string' }, policy: { type: 'string' }, entry: { type: 'string' }, reference: { type: 'string' } },
  run: async (given, terminal) => {
    const [path] = given.words;
    if (path === undefined) throw new WrongUse('Name the file to verify: a bundle, a consent receipt, a certificate of erasure, or a .tlog-proof with --entry FILE.');
    const bytes = await read(terminal, path);
    if (path.endsWith('.json')) return parseCertificate(new TextDecoder().decode(bytes)) === undefined ? verifyConsent(bytes, given, terminal) : verifyErasure(bytes, given, terminal);
    return path.endsWith('.tlog-proof') ? verifyOne(bytes, given, terminal) : verifyWhole(bytes, path, given, terminal);
  },
};

async function read(terminal: Terminal, path: string): Promise<Uint8Array> {
  return readFile(resolve(terminal.cwd, path)).then((bytes) => new Uint8Array(bytes), () => {
    throw new WrongUse(`The file ${path} cannot be read.`);
  });
}

async function trustOf(given: Given, terminal: Terminal): Promise<{ policy: string } | { verifierKey: string } | undefined> {
  const { policy, key } = given.options;
  if (typeof policy === 'string') return { policy: new TextDecoder().decode(await read(terminal, policy)) };
  return typeof key === 'string' ? { verifierKey: key } : undefined;
}

async function verifyOne(bytes: Uint8Array, given: Given, terminal: Terminal): Promise<number> {
  const trust = await trustOf(given, terminal);
  if (typeof given.options['entry'] !== 'string') throw new WrongUse('A .tlog-proof is about an entry: name its file with --entry.');
  if (trust === undefined) throw new WrongUse('A .tlog-proof names no key: give the ledger’s with --key, or a trust file with --policy.');
  const result = verifyProof({ entry: await read(terminal, given.options['entry']), proof: new TextDecoder().decode(bytes), ...trust });
  if (given.json) terminal.out(`${JSON.stringify(result, undefined, 2)}\n`);
  else terminal.out(`${findingLines(result.findings, terminal)}${verdict(result.ok, result.ok ? `Entry ${result.index} of ${result.size} in ${result.origin}, recorded ${result.recorded}.` : 'The proof does not hold.', terminal)}`);
  return result.ok ? 0 : 3;
}

async function verifyConsent(bytes: Uint8Array, given: Given, terminal: Terminal): Promise<number> {
  const result = verifyReceipt(new TextDecoder().decode(bytes), (await trustOf(given, terminal)) ?? {});
  if (given.json) terminal.out(`${JSON.stringify(result, undefined, 2)}\n`);
  else terminal.out(receiptText(result, terminal));
  return result.ok ? 0 : 3;
}

async function verifyErasure(bytes: Uint8Array, given: Given, terminal: Terminal): Promise<number> {
  const { reference } = given.options;
  const result = verifyCertificate(new TextDecoder().decode(bytes), { ...(await trustOf(given, terminal)), ...(typeof reference === 'string' ? { reference } : {}) });
  if (given.json) terminal.out(`${JSON.stringify(result, undefined, 2)}\n`);
  else terminal.out(certificateText(result, terminal));
  return result.ok ? 0 : 3;
}

function certificateText({ ok, findings, statement, keyGiven, closed }: CertificateVerification, terminal: Terminal): string {
  const failed = findings.filter((one) => !one.ok);
  const lines = findingLines(failed.length > 0 ? shortened(failed) : findings, terminal);
  if (!ok || statement === undefined) return `${lines}${verdict(false, 'The certificate does not hold.', terminal)}`;
  // What is kept stands beside it with its reason.
  const counts = (of: Readonly<Record<string, number>>): string => Object.entries(of).filter(([what, rows]) => rows > 0 && what !== 'kept').map(([what, rows]) => `${rows} ${what}`).join(', ');
  const places = columns(statement.places.map((one) => [`  ${legible(one.title)}`, one.leftOut ? 'left out by decision' : legible(counts(one.done)), legible(one.kept.map(({ rows, reason }) => `${rows} kept: ${reason}`).join('; '))]));
  const what = `${legible(statement.controller)} stated this erasure as it stands here, and closed it on ${closed ?? ''}. That the rows are gone is its word: no proof shows what is not there.`;
  const last = keyGiven ? verdict(true, what, terminal) : `${statusMark(terminal, 'stale', 'holds under its own key')}  ${what} ${legible('Whose key it is, this does not show: give the ledger’s with --key, or a trust file with --policy.')}\n`;
  return `${lines}\n${places}\n${last}`;
}

function receiptText(result: ReceiptVerification, terminal: Terminal): string {
  const { ok, chosen, erased, keyGiven } = result;
  const failed = result.findings.filter((one) => !one.ok);
  const answers = ok && chosen !== undefined ? `\nOn ${result.recorded} a browser answered by “${chosen.method}”\n${columns(Object.entries(chosen.answers).map(([id, yes]) => [`  ${legible(id)}`, yes ? 'yes' : 'no', legible(chosen.states[id] ?? '')]))}\n` : '';
  return `${findingLines(failed.length > 0 ? failed : result.findings, terminal)}${answers}${receiptVerdict(ok, erased?.at, keyGiven, result, terminal)}`;
}

const place = ({ log, index, recorded }: ReceiptVerification): string => `entry ${index} of ${log}, recorded ${recorded}`;

/** As with a bundle: what holds under the key that it names itself is not shown as verified. */
function receiptVerdict(ok: boolean, erasedAt: string | undefined, keyGiven: boolean, result: ReceiptVerification, terminal: Terminal): string {
  if (!ok) return verdict(false, 'The receipt does not hold.', terminal);
  const what = erasedAt === undefined ? `This answer was given and is unchanged: ${place(result)}. Who sat before the browser, it does not show.` : `An answer existed and is unchanged: ${place(result)}. Its content was erased on ${erasedAt}.`;
  if (keyGiven) return verdict(true, what, terminal);
  return `${statusMark(terminal, 'stale', 'holds under its own key')}  ${legible(`${what} Whose key it is, this does not show: give the ledger’s with --key, or a trust file with --policy.`)}\n`;
}

async function verifyWhole(bytes: Uint8Array, path: string, given: Given, terminal: Terminal): Promise<number> {
  terminal.progress(`Verifying ${path} …`);
  const trust = await trustOf(given, terminal);
  const result = verifyBundle(bytes, trust ?? {});
  terminal.progress('');
  if (given.json) terminal.out(`${JSON.stringify(result, undefined, 2)}\n`);
  else terminal.out(bundleText(result, trust !== undefined, terminal));
  return result.ok ? 0 : 3;
}

const judgedAgain = /rows|row of|judging|complete reading/;

function bundleText(result: BundleVerification, keyGiven: boolean, terminal: Terminal): string {
  const failed = result.findings.filter((one) => !one.ok);
  // Every entry and file is a finding of its own; a reader wants each kind once, and every fault.
  const passed = result.findings.filter((one) => one.ok && !/^entry \d+ stands|is as it was issued$/.test(one.what));
  const files = result.findings.filter((one) => one.ok && one.what.endsWith('is as it was issued')).length;
  const title = result.package === undefined ? '' : `${legible(result.package.title)}\n${dim(terminal, `${result.origin} · ${counted(result.entries, 'entry', 'entries')} under a tree of ${result.size ?? 0}`)}\n\n`;
  const sums = result.package === undefined ? [] : [{ ok: true, what: `${counted(files, 'file is as it was issued', 'files are as they were issued')}` }, { ok: true, what: `${counted(result.entries, 'entry stands', 'entries stand')} in the ledger, each with its proof` }];
  const again = columns(result.readings.map((one) => [statusMark(terminal, one.agrees ? 'pass' : 'fail', one.entityType), `${one.rows} ${one.rows === 1 ? 'row' : 'rows'}`, `${one.judged} judged again`, one.erased > 0 ? `${one.erased} erased` : '']));
  const witnesses = result.witnesses.map((one) => `  cosigned by ${legible(one.name)} at ${one.at}\n`).join('');
  // What was judged again stands in a table of its own.
  const shown = failed.length > 0 ? shortened(failed) : [...passed.slice(0, 1), ...sums, ...passed.slice(1).filter((one) => !judgedAgain.test(one.what))];
  return `${title}${findingLines(shown, terminal)}${witnesses}${again === '' ? '' : `\nJudged again from the stored readings\n${again}`}\n${bundleVerdict(result.ok, keyGiven, terminal)}`;
}

const follows = 'and its verdicts follow from its readings. It says nothing about whether a criterion is met: that is the auditor’s.';

/** Anybody can sign with a key of their own: a bundle that holds under the key that it names itself is not shown as verified. */
function bundleVerdict(ok: boolean, keyGiven: boolean, terminal: Terminal): string {
  if (!ok) return verdict(false, 'The bundle does not hold.', terminal);
  if (keyGiven) return verdict(true, `The bundle is unchanged since it was issued, ${follows}`, terminal);
  return `${statusMark(terminal, 'stale', 'holds under its own key')}  ${legible(`Nothing in it has changed since that key signed it, ${follows} Whose key it is, this does not show: give the ledger’s with --key, or a trust file with --policy.`)}\n`;
}

/** The first faults in full; of the rest, how many there are: under a wrong key every entry is one. */
const shortened = (failed: readonly Finding[]): readonly Finding[] => (failed.length <= 4 ? failed : [...failed.slice(0, 3), { ok: false, what: `and ${failed.length - 3} more` }]);

const findingLines = (findings: readonly Finding[], terminal: Terminal): string =>
  findings.map((one) => `  ${statusMark(terminal, one.ok ? 'pass' : 'fail', one.what)}${one.detail === undefined ? '' : `  ${dim(terminal, one.detail)}`}\n`).join('');

const verdict = (ok: boolean, text: string, terminal: Terminal): string => `${statusMark(terminal, ok ? 'pass' : 'fail', ok ? 'verified' : 'NOT verified')}  ${legible(text)}\n`;
