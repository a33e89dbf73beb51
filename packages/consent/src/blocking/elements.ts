/** Whether an element's purposes and vendor are allowed now. */
export type Allows = (element: HTMLElement) => boolean;

const selector = '[data-consent]';

/** Gives an element its source, or takes it away again. */
function setSources(element: HTMLElement, allowed: boolean): void {
  for (const name of ['src', 'srcset', 'href']) {
    const source = element.dataset[name];
    if (!source) continue;
    // A frame without a source would keep its document: an empty one replaces it.
    const blank = element.localName === 'iframe' ? 'about:blank' : '';
    const wanted = allowed ? source : blank;
    if (element.getAttribute(name) !== wanted) element.setAttribute(name, wanted);
  }
}

/** Runs a held script in the place where it stands; resolves when the next one may run. */
function runScript(held: HTMLScriptElement): Promise<unknown> | false {
  // A clone of a script that never ran can run, keeps its own nonce (it gets none from us: markup that an attacker
  // slipped in must stay as powerless as it was), and needs no string turned into code.
  const script = held.cloneNode(true) as HTMLScriptElement;
  delete script.dataset['consent'];
  script.type = held.dataset['type'] ?? '';
  setSources(script, true);
  const done = script.src !== '' && !script.hasAttribute('async') && new Promise((next) => { script.onload = script.onerror = next; });
  held.replaceWith(script);
  return done;
}

/**
 * Returns what brings every element with `data-consent` in line with what is allowed. `found` hears of new ones, of the body,
 * and when the page is whole. Scripts run in the order of the page, each after the one before has loaded unless it is `async`.
 */
export function holdElements(allows: Allows, found: () => void): () => void {
  let last: Promise<unknown> = Promise.resolve();
  const taken = new WeakSet<Element>();
  const release = (): void => {
    for (const element of document.querySelectorAll<HTMLElement>(selector)) {
      const allowed = allows(element);
      if (element.localName !== 'script') setSources(element, allowed);
      // The parser may still be writing the last inline script of the page so far.
      else if (allowed && !taken.has(element) && (document.readyState !== 'loading' || element.nextSibling)) {
        taken.add(element);
        last = last.then(() => runScript(element as HTMLScriptElement));
      }
    }
  };
  new MutationObserver((changes) => {
    if (changes.some(({ addedNodes }) => [...addedNodes as NodeListOf<Element>].some((node) => node.matches?.('body,[data-consent]') || node.querySelector?.(selector)))) found();
  }).observe(document, { childList: true, subtree: true });
  // The last inline script is whole now, and so is whatever else is looked for on the page.
  document.addEventListener('DOMContentLoaded', found);
  return release;
}
