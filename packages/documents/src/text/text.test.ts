import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { escapeXml } from '../svg/element.ts';
import { parseAddress } from './address.ts';
import { formatCitation } from './citation.ts';
import { cutLongWords } from './long-words.ts';

test('cutting long words changes nothing of the text, and leaves no piece long', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string({ maxLength: 200 }), fc.string({ unit: 'binary', maxLength: 120 })), (text) => {
      const cut = cutLongWords(text);
      expect(typeof cut === 'string' ? cut : cut.join('')).toBe(text);
      const pieces = typeof cut === 'string' ? [cut] : cut;
      for (const piece of pieces) for (const word of piece.split(/\s+/)) expect([...word].length).toBeLessThanOrEqual(30);
    }),
  );
});

test('escaped text holds no character that XML or HTML reads as markup, and none is lost', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const escaped = escapeXml(text);
      expect(escaped).not.toMatch(/[<>"']|&(?!(?:amp|lt|gt|quot|#39);)/);
      expect(escaped.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&amp;', '&')).toBe(text);
    }),
  );
});

test('entries are cited in order, once each, runs joined', () => {
  expect(formatCitation([15, 12, 13, 14, 7, 7])).toBe('e7, e12–e15');
  expect(formatCitation([2, 1])).toBe('e1, e2');
  expect(formatCitation([])).toBe('');
});

test('only web and mail addresses lead outside', () => {
  expect(parseAddress('https://example.com')).toEqual({ kind: 'outside', url: 'https://example.com/' });
  expect(parseAddress('#a')).toEqual({ kind: 'heading', id: 'a' });
  for (const href of ['javascript:alert(1)', ' JavaScript:alert(1)', 'java\nscript:alert(1)', 'data:text/html,x', 'file:///etc/passwd', '//example.com', '']) expect(parseAddress(href)).toEqual({ kind: 'none' });
});
