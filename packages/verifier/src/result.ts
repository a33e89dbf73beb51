import type { BundleVerification } from '@avouch/controls/bundle';
import type { Finding, Verification } from '@avouch/ledger/verify';

type Child = Node | string;

/** Text never becomes markup: elements are made, not parsed. */
function element(name: string, attributes: Readonly<Record<string, string>>, ...children: readonly Child[]): HTMLElement {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

function mark(ok: boolean): Element {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('viewBox', '0 0 20 20');
  svg.setAttribute('class', 'mark');
  svg.setAttribute('role', 'img');
  svg.setAttribute('aria-label', ok ? 'holds' : 'does not hold');
  const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  path.setAttribute('fill', 'currentColor');
  path.setAttribute('fill-rule', 'evenodd');
  // A disc with a tick, a square with a cross: the shape says it without the colour.
  path.setAttribute('d', ok ? 'M10 1a9 9 0 1 1 0 18a9 9 0 0 1 0-18zM5.2 10.4l3.4 3.5l6.3-6.9l-1.3-1.2l-5 5.5l-2.1-2.1z' : 'M2 2h16v16H2zM6.8 5.4L5.4 6.8L8.6 10l-3.2 3.2l1.4 1.4l3.2-3.2l3.2 3.2l1.4-1.4l-3.2-3.2l3.2-3.2l-1.4-1.4L10 8.6z');
  svg.append(path);
  return svg;
}

const finding = ({ ok, what, detail }: Finding): HTMLElement =>
  element('li', {}, element('span', { class: ok ? 'good-ink' : 'bad-ink' }, mark(ok)), element('span', {}, what, ...(detail === undefined ? [] : [element('span', { class: 'detail' }, ` – ${detail}`)])));
const findings = (list: readonly Finding[]): HTMLElement => element('ul', { class: 'findings' }, ...list.map(finding));
const terms = (pairs: readonly (readonly [string, string])[]): HTMLElement => element('dl', {}, ...pairs.flatMap(([term, text]) => [element('dt', {}, term), element('dd', term === 'Key' ? { class: 'mono' } : {}, text)]));
const verdict = (ok: boolean, title: string, text: string, own = false): HTMLElement => element('div', { class: `verdict ${ok ? (own ? 'own' : 'good') : 'bad'}` }, mark(ok), element('div', {}, element('strong', {}, title), element('p', {}, text)));

/** Says that the work has begun. */
export function showWaiting(place: HTMLElement, name: string): void {
  place.replaceChildren(element('p', { class: 'hint' }, `Verifying ${name} …`));
}

/** Says in one sentence what is missing. */
export function showRefusal(place: HTMLElement, sentence: string): void {
  place.replaceChildren(element('p', {}, sentence));
}

/** Shows what verifying one entry said. */
export function showProof(place: HTMLElement, result: Verification): void {
  const text = result.ok ? `Entry ${result.index} of ${result.size} in ${result.origin}, recorded ${result.recorded}.` : 'This entry and this proof do not belong together under the key that you gave.';
  place.replaceChildren(verdict(result.ok, result.ok ? 'The proof holds' : 'The proof does not hold', text), element('h2', {}, 'What was checked'), findings(result.findings));
}

const held = 'every entry stands in the ledger, and the stated verdicts follow from the stored readings. Whether a criterion is met is for the independent auditor to say.';

/** What may be relied on: less when the bundle was checked against the keys that it brings itself. */
function wordsOf(ok: boolean, given: boolean): readonly [title: string, text: string] {
  if (!ok) return ['The bundle does not hold', 'Do not rely on it. The first fault found is listed first.'];
  if (given) return ['The bundle holds', `Nothing in it has changed since it was issued, ${held}`];
  return ['The bundle holds, under its own key', `Nothing in it has changed since that key signed it, ${held} This does not show whose key it is: enter above the one that the company gave you by another way.`];
}

/** Shows what verifying a bundle said: the verdict, what was checked, and what judging again gave. `given` says whether the reader brought the keys. */
export function showBundle(place: HTMLElement, result: BundleVerification, given: boolean): void {
  const [title, text] = wordsOf(result.ok, given);
  const failed = result.findings.filter((one) => !one.ok);
  const each = result.findings.filter((one) => one.ok && /^entry \d+ stands|is as it was issued$/.test(one.what));
  const rest = result.findings.filter((one) => one.ok && !each.includes(one));
  place.replaceChildren(
    // Not green where the bundle vouches for itself: anybody can sign with a key of their own.
    verdict(result.ok, title, text, !given),
    ...(result.package === undefined ? [] : [terms([
      ['Package', result.package.title], ['Ledger', result.origin ?? ''], ['Entries', `${result.entries}, under a tree of ${result.size ?? 0}`],
      ['Key', result.verifierKey ?? ''], ...result.witnesses.map((one) => ['Cosigned', `${one.name}, ${one.at}`] as const),
    ])]),
    element('h2', {}, failed.length > 0 ? 'What does not hold' : 'What was checked'), findings([...failed, ...rest].slice(0, 200)),
    ...(each.length === 0 ? [] : [element('details', {}, element('summary', {}, `${each.length} files and entries, each unchanged`), findings(each.slice(0, 2000)))]),
    ...(result.readings.length === 0 ? [] : [element('h2', {}, 'Judged again from the stored readings'), table(result)]),
  );
}

function table(result: BundleVerification): HTMLElement {
  const head = element('tr', {}, ...['Kind', 'Source', 'Rows', 'Judged again', 'Erased', 'Same verdicts'].map((word, at) => element('th', at >= 2 && at <= 4 ? { class: 'number', scope: 'col' } : { scope: 'col' }, word)));
  const rows = result.readings.map((one) => element('tr', {},
    element('td', {}, one.entityType), element('td', {}, element('code', {}, one.source)), element('td', { class: 'number' }, String(one.rows)), element('td', { class: 'number' }, String(one.judged)),
    element('td', { class: 'number' }, String(one.erased)), element('td', { class: one.agrees ? 'good-ink' : 'bad-ink' }, one.agrees ? 'yes' : 'no')));
  return element('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': 'Readings judged again' }, element('table', {}, element('thead', {}, head), element('tbody', {}, ...rows)));
}
