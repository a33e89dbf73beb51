import { SaxesParser } from 'saxes';

/** An element of an answer, by local names. */
export type Element = { readonly name: string; readonly children: readonly Element[]; readonly text: string };

type Open = { readonly name: string; readonly children: Element[]; text: string };

const depthMax = 20;

/** Parses the answer of a store. Undefined for what is no whole XML, declares a document type or is nested too deep. */
export const parseAnswer = (text: string): Element | undefined => {
  const parser = new SaxesParser({ xmlns: false, position: false });
  const open: Open[] = [];
  let root: Element | undefined;
  parser.on('error', (error) => { throw error; });
  parser.on('doctype', () => { throw new SyntaxError('A document type is declared.'); });
  parser.on('opentag', ({ name }) => {
    if (open.length >= depthMax) throw new SyntaxError('It is nested too deep.');
    open.push({ name: name.slice(name.indexOf(':') + 1), children: [], text: '' });
  });
  const add = (piece: string): void => { const top = open.at(-1); if (top !== undefined) top.text += piece; };
  parser.on('text', add);
  parser.on('cdata', add);
  parser.on('closetag', () => {
    const done = open.pop();
    if (done === undefined) return;
    const parent = open.at(-1);
    if (parent === undefined) root = done;
    else parent.children.push(done);
  });
  try {
    parser.write(text).close();
  } catch {
    return undefined;
  }
  return root;
};

/** The children of this name. */
export const elementsIn = (element: Element | undefined, name: string): readonly Element[] => element?.children.filter((one) => one.name === name) ?? [];

/** The text of the child of this name, or undefined. */
export const textIn = (element: Element | undefined, name: string): string | undefined => elementsIn(element, name)[0]?.text;

/** A text as it stands between tags. Undefined when XML cannot say it. */
export const xmlText = (text: string): string | undefined =>
  (/[^\u{9}\u{A}\u{D}\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/u.test(text) ? undefined : text.replace(/[&<>\r]/g, (one) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[one] ?? '&#13;'));
