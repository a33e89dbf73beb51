import { verifyBundle } from '@avouch/controls/bundle';
import { verifyProof } from '@avouch/ledger/verify';
import { showBundle, showProof, showRefusal, showWaiting } from './result.ts';

const one = <T extends HTMLElement>(id: string): T => document.getElementById(id) as T;
const files = one<HTMLInputElement>('files');
const trust = one<HTMLTextAreaElement>('trust');
const result = one('result');
const zone = files.closest('label');
let chosen: readonly File[] = [];

/** A verifier key stands on one line with two plus signs; anything longer is a policy. */
function given(): { readonly policy: string } | { readonly verifierKey: string } | undefined {
  const text = trust.value.trim();
  if (text === '') return undefined;
  return /^\S+\+[0-9a-f]{8}\+\S+$/.test(text) ? { verifierKey: text } : { policy: `${text}\n` };
}

async function verify(): Promise<void> {
  if (chosen.length === 0) return;
  showWaiting(result, chosen.map((file) => file.name).join(', '));
  // Let the page say so before the work holds it.
  await new Promise((done) => { requestAnimationFrame(() => setTimeout(done)); });
  const proof = chosen.find((file) => file.name.endsWith('.tlog-proof'));
  if (proof === undefined) {
    const [bundle] = chosen;
    const keys = given();
    if (bundle !== undefined) showBundle(result, verifyBundle(new Uint8Array(await bundle.arrayBuffer()), keys ?? {}), keys !== undefined);
    return;
  }
  const entry = chosen.find((file) => file !== proof);
  const keys = given();
  if (entry === undefined) return showRefusal(result, 'Choose the entry’s file together with its proof: a proof alone says nothing about any content.');
  if (keys === undefined) return showRefusal(result, 'A single proof names no key: enter the ledger’s verifier key above, as you got it from the company.');
  showProof(result, verifyProof({ entry: new Uint8Array(await entry.arrayBuffer()), proof: await proof.text(), ...keys }));
}

function choose(list: FileList | null | undefined): void {
  chosen = [...(list ?? [])];
  void verify();
}

files.addEventListener('change', () => choose(files.files));
trust.addEventListener('change', () => void verify());
one('form').addEventListener('submit', (event) => event.preventDefault());
for (const name of ['dragover', 'drop', 'dragleave'] as const) {
  document.addEventListener(name, (event) => {
    event.preventDefault();
    zone?.classList.toggle('over', name === 'dragover');
    if (name === 'drop') choose(event.dataTransfer?.files);
  });
}
