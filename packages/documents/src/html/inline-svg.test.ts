import { expect, test } from 'vitest';
import { isPlainSvg } from './inline-svg.ts';

const framed = (content: string): string => `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">${content}</svg>`;

test('shapes and text may stand inside a page', () => {
  expect(isPlainSvg(framed('<g fill="none"><path d="M0 0L9 9"/><text x="1" y="2">a &lt; b</text></g>'))).toBe(true);
});

test('whatever could act, load, restyle or break out may not', () => {
  for (const content of [
    '<script>alert(1)</script>', '<a href="https://example.com"><rect width="9"/></a>', '<foreignObject></foreignObject>', '<style>*{display:none}</style>', '<use href="#mark-pass"/>',
    '<image href="https://example.com/x.png"/>', '<rect onload="alert(1)"/>', '<rect style="position:fixed"/>', '<rect id="x"/>', '<rect fill="url(https://example.com)"/>', '<rect fill=red />', '<rect', '</svg><p>', '<g>', '</g>', '<!-- -->', '<![CDATA[x]]>',
  ]) expect(isPlainSvg(framed(content))).toBe(false);
  for (const text of ['', 'x', '<p></p>', `${framed('')}<p></p>`, framed('') + framed(''), `<?xml version="1.0"?>${framed('')}`]) expect(isPlainSvg(text)).toBe(false);
});
