import { SaxesParser } from 'saxes';
import { cutShort, malformed, tooLarge } from './problem.ts';

/** An element as it stands: local names without prefixes, from the root; attributes by their local names. */
export type XmlElement = { readonly path: readonly string[]; readonly name: string; readonly attributes: ReadonlyMap<string, string> };

/** What a reader of XML is told. `text` is the character data directly within a closed element that `keepsText` asked for. */
export type XmlListener = {
  readonly keepsText: (name: string) => boolean;
  readonly opened: (element: XmlElement) => void;
  readonly closed: (element: XmlElement, text: string) => void;
};

/** Bounds on what hostile XML may take: nesting, characters of one kept text, characters without any markup. */
export type XmlLimits = { readonly depthMax: number; readonly textLengthMax: number; readonly silenceMax: number };

const limitsByDefault: XmlLimits = { depthMax: 200, textLengthMax: 100_000, silenceMax: 16_000_000 };
const localName = (name: string): string => name.slice(name.indexOf(':') + 1);

type Open = { readonly element: XmlElement; text: string | null };

/**
 * Reads XML 1.0 piece by piece with saxes, which never fetches anything. A document type declaration is refused before
 * it is read, so no entity can be declared, let alone expanded. `end` throws `cut-short` when elements are still open.
 */
export function openXmlScan(
  name: string, remedy: string, listener: XmlListener, limits: XmlLimits = limitsByDefault,
): { readonly push: (text: string) => void; readonly end: () => void } {
  const parser = new SaxesParser({ xmlns: false, position: true });
  const open: Open[] = [];
  let silence = 0;
  let head = '';
  let rooted = false;
  const heard = (): void => { silence = 0; };
  const refuse = (detail: string): never => { throw malformed(name, detail, remedy); };
  const addText = (text: string): void => {
    heard();
    const top = open.at(-1);
    if (top === undefined || top.text === null) return;
    top.text += text;
    if (top.text.length > limits.textLengthMax) throw tooLarge(name, `one text in it has more than ${limits.textLengthMax} characters`, remedy);
  };
  parser.on('error', (error) => refuse(`it is not valid XML (${error.message.slice(0, 200)})`));
  parser.on('doctype', () => refuse('it declares a document type, which is refused because entities can be used to attack a reader'));
  parser.on('comment', heard);
  parser.on('processinginstruction', heard);
  parser.on('text', addText);
  parser.on('cdata', addText);
  parser.on('opentag', (tag) => {
    heard();
    rooted = true;
    if (open.length >= limits.depthMax) refuse(`it is nested deeper than ${limits.depthMax}`);
    const local = localName(tag.name);
    const path = [...(open.at(-1)?.element.path ?? []), local];
    const element = { path, name: local, attributes: new Map(Object.entries(tag.attributes).map(([key, value]) => [localName(key), value])) };
    open.push({ element, text: listener.keepsText(local) ? '' : null });
    listener.opened(element);
  });
  parser.on('closetag', () => {
    heard();
    const top = open.pop();
    if (top !== undefined) listener.closed(top.element, (top.text ?? '').trim());
  });
  return {
    push: (text) => {
      if (!rooted && head.length < 65_536) {
        head += text.slice(0, 65_536);
        if (/<!DOCTYPE/i.test(head)) refuse('it declares a document type, which is refused because entities can be used to attack a reader');
      }
      silence += text.length;
      parser.write(text);
      if (silence > limits.silenceMax) throw tooLarge(name, `one piece of it has more than ${limits.silenceMax} characters`, remedy);
    },
    end: () => {
      if (open.length > 0 || !rooted) throw cutShort(name, rooted ? `<${open.at(-1)?.element.name}> is never closed` : 'it has no element');
      parser.close();
    },
  };
}
