import { expect, test } from 'vitest';
import { FileProblem } from './problem.ts';
import { openXmlScan } from './xml.ts';

const scan = (pieces: readonly string[], limits?: Parameters<typeof openXmlScan>[3]): string[] => {
  const seen: string[] = [];
  const xml = openXmlScan('a.xml', 'Hand in another.', { keepsText: () => true, opened: () => undefined, closed: (element, text) => seen.push(`${element.path.join('/')}=${text}`) }, limits);
  for (const piece of pieces) xml.push(piece);
  xml.end();
  return seen;
};
const kindOf = (run: () => unknown): string => {
  try { run(); } catch (error) { if (error instanceof FileProblem) return error.problem.kind; throw error; }
  return 'fine';
};

test('Elements are told by local name and path, with their own text', () => {
  expect(scan(['<?xml version="1.0"?><!-- c --><p:a xmlns:p="x"><b>1 &amp; 2</', 'b><b><![CDATA[<3>]]></b></p:a>'])).toEqual(['a/b=1 & 2', 'a/b=<3>', 'a=']);
});

test('A document type is refused before its entities are read, so laughs never multiply', () => {
  const lol = Array.from({ length: 9 }, (_, i) => `<!ENTITY l${i + 1} "${`&l${i};`.repeat(10)}">`).join('');
  const bomb = `<?xml version="1.0"?><!DOCTYPE a [<!ENTITY l0 "ha">${lol}]><a>&l9;</a>`;
  expect(kindOf(() => scan([bomb]))).toBe('malformed');
  expect(kindOf(() => scan([...bomb]))).toBe('malformed');
  expect(kindOf(() => scan(['<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>']))).toBe('malformed');
  expect(kindOf(() => scan(['<a>&undeclared;</a>']))).toBe('malformed');
});

test('Nesting, one text and one piece of markup have limits', () => {
  const limits = { depthMax: 20, textLengthMax: 100, silenceMax: 1_000 };
  expect(kindOf(() => scan(['<a>'.repeat(30)], limits))).toBe('malformed');
  expect(kindOf(() => scan([`<a>${'x'.repeat(200)}</a>`], limits))).toBe('too-large');
  expect(kindOf(() => scan(['<a><!--', ...Array.from({ length: 20 }, () => '<'.repeat(100))], limits))).toBe('too-large');
});

test('What stops before its end is cut short', () => {
  const whole = '<a><b c="d">text</b><!-- note --></a>';
  for (let at = 0; at < whole.length; at += 1) expect(kindOf(() => scan([whole.slice(0, at)])), whole.slice(0, at)).toBe('cut-short');
  expect(kindOf(() => scan(['<a></b></a>']))).toBe('malformed');
});
