import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readDocx, readPdf, readXml } from '../test/reading.ts';
import { sampleDocument } from '../test/sample.ts';
import type { Block, Document } from './document.ts';
import { renderDocx, renderHtml, renderPdf } from './render.ts';

const sample = await sampleDocument();
const printed = await renderPdf(sample);
const printedPages = (await readPdf(printed.bytes)).pages;
const written = readDocx((await renderDocx(sample)).bytes);
const text = (bytes: Uint8Array): string => new TextDecoder('utf-8').decode(bytes);
const latin = (bytes: Uint8Array): string => new TextDecoder('latin1').decode(bytes);
const documentOf = (blocks: readonly Block[], over: Partial<Document> = {}): Document => ({
  title: 'A document', cover: ['Company: Ledgerly'], language: 'en', author: 'Ledgerly', date: '2026-07-01', runningNotice: 'Prepared by management', blocks, ...over,
});
const hostile = ['#import "secret.typ"', '$x^2$', '<script>alert(1)</script>', ']]>', '__proto__', '*bold* _em_ `code`', '#eval("1+1")', '{{7*7}}', '${1+1}', '@ref <label>', '\\u{41} \\n', '"/><img src=x onerror=alert(1)>', '&amp;&#60;'];

describe('any form', () => {
  test('the same document gives the same bytes', async () => {
    for (const render of [renderPdf, renderDocx, renderHtml]) {
      const first = await render(sample);
      const second = await render(structuredClone(sample));
      expect(Buffer.from(first.bytes).equals(Buffer.from(second.bytes))).toBe(true);
    }
  });

  test('a date without a zone is refused, since it would differ from machine to machine', async () => {
    const zoneless = documentOf([], { date: '2026-07-01T10:00:00' });
    await expect(renderPdf(zoneless)).rejects.toThrow(RangeError);
    await expect(renderDocx(zoneless)).rejects.toThrow(RangeError);
  });

  test('a figure that is not a drawing is refused', async () => {
    const torn = documentOf([{ kind: 'figure', svg: 'not a drawing', alt: 'x', caption: 'x' }]);
    for (const render of [renderPdf, renderDocx, renderHtml]) await expect(render(torn)).rejects.toThrow(RangeError);
  });

  test('a character that turns the reading direction is printed by its name, with a warning', async () => {
    const document = documentOf([{ kind: 'paragraph', text: 'invoice\u202Efdp.exe' }]);
    for (const render of [renderPdf, renderDocx, renderHtml]) expect((await render(document)).warnings).toEqual([expect.stringContaining('[U+202E]')]);
    expect(text((await renderHtml(document)).bytes)).toContain('invoice[U+202E]fdp.exe');
    expect((await readPdf((await renderPdf(document)).bytes)).pages.join('')).toContain('invoice[U+202E]fdp.exe');
    expect(readDocx((await renderDocx(document)).bytes).get('word/document.xml')).toContain('invoice[U+202E]fdp.exe');
  });
});

describe('PDF', () => {
  test('says that it is PDF/A-2b, and is tagged', async () => {
    const { bytes, warnings } = printed;
    expect(latin(bytes)).toMatch(/<pdfaid:part>2<\/pdfaid:part>/);
    expect(latin(bytes)).toMatch(/<pdfaid:conformance>B<\/pdfaid:conformance>/);
    expect(warnings).toEqual([]);
    const { roles, alts, scripts } = await readPdf(bytes);
    for (const role of ['Document', 'H1', 'H2', 'P', 'Table', 'TH', 'TD', 'L', 'LI', 'Figure', 'Link', 'TOC']) expect(roles).toContain(role);
    expect(alts).toContain(sample.blocks.find((block) => block.kind === 'figure')?.alt);
    expect(scripts).toBe(false);
  });

  test('can be PDF/UA-1 instead', async () => {
    const { bytes } = await renderPdf(sample, { standard: 'ua-1' });
    expect(latin(bytes)).toMatch(/<pdfuaid:part>1<\/pdfuaid:part>/);
  });

  test('carries the notice and the page’s number on every page', () => {
    const pages = printedPages;
    expect(pages.length).toBeGreaterThan(8);
    pages.forEach((page, index) => {
      expect(page).toContain(sample.runningNotice);
      expect(page).toContain(`Page ${index + 1} of ${pages.length}`);
    });
  });

  test('repeats a table’s header on each page that the table reaches', () => {
    const reached = printedPages.filter((page) => (page.match(/AC-\d{3}/g)?.length ?? 0) > 3);
    expect(reached.length).toBeGreaterThan(5);
    for (const page of reached) expect(page).toContain('What the company does');
  });

  test('prints each state with its word, a blank as to be completed, and a fact with its entries', () => {
    const whole = printedPages.join('');
    for (const word of ['Pass', 'Fail', 'No data', 'Stale', 'Not applicable', 'Not started', 'Excluded']) expect(whole).toContain(word);
    expect(whole).toContain('to be completed: service commitment for availability');
    expect(whole).toContain('e41–e44');
  });

  test('prints hostile text as it is', async () => {
    const { pages, links } = await readPdf((await renderPdf(documentOf(hostile.map((line) => ({ kind: 'paragraph', text: line }))))).bytes);
    for (const line of hostile) expect(pages.join('').replaceAll('\n', '')).toContain(line);
    expect(links).toEqual([]);
  });

  test('copies a long hash out of a narrow column whole', async () => {
    const hash = '2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae';
    const { pages } = await readPdf((await renderPdf(documentOf([{ kind: 'table', columns: [{ title: 'Hash', width: 1 }, { title: 'Rest', width: 5 }], rows: [[[{ kind: 'code', text: hash }], 'x']] }]))).bytes);
    expect(pages.join('').replaceAll('\n', '')).toContain(hash);
  });

  test('follows only web and mail addresses', async () => {
    const links = ['https://example.com/a', 'mailto:a@example.com', 'javascript:alert(1)', 'file:///etc/passwd', 'data:text/html,x', '#nowhere'];
    const document = documentOf([{ kind: 'paragraph', text: links.map((href) => ({ kind: 'link', text: 'here ', href })) }]);
    expect((await readPdf((await renderPdf(document)).bytes)).links).toEqual(['https://example.com/a', 'mailto:a@example.com']);
  });

  test('prints a character that no font has by its name, and says so', async () => {
    const { bytes, warnings } = await renderPdf(documentOf([{ kind: 'paragraph', text: 'tablet \u{12000} end' }]));
    expect((await readPdf(bytes)).pages.join('')).toContain('tablet [U+12000] end');
    expect(warnings).toHaveLength(1);
  });

  test('prints names in the world’s scripts without a warning', async () => {
    const names = ['Zoë Żółć', 'Γιώργος', 'Мария', '王小明', '髙﨑さくら', '김민수', 'محمد علي', 'דוד כהן', 'प्रिया शर्मा', 'রহিম', 'முருகன்', 'สมชาย', 'ნინო', 'Արամ', 'Nguyễn', '✔ ✖ ◐ 🚀'];
    expect((await renderPdf(documentOf([{ kind: 'list', items: names }]))).warnings).toEqual([]);
  });

  test('can print any text', async () => {
    const anything = fc.array(fc.oneof(fc.string({ unit: 'binary', maxLength: 40 }), fc.string({ unit: 'grapheme', maxLength: 40 })), { minLength: 60, maxLength: 60 });
    await fc.assert(
      fc.asyncProperty(anything, async (lines) => {
        const { bytes } = await renderPdf(documentOf([{ kind: 'list', items: lines }]));
        expect(latin(bytes.slice(0, 5))).toBe('%PDF-');
      }),
      { numRuns: 5 },
    );
  });

  test('sets a package of a thousand rows and a hundred pages whole', async () => {
    const rows = Array.from({ length: 1_200 }, (_, index) => [`C-${index}`, 'Changes to the main branch are reviewed by somebody other than their author before they are merged.', { kind: 'state', state: 'pass' } as const, String(index), 'x']);
    const tables = Array.from({ length: 3 }, (): Block => ({ kind: 'table', columns: [{ title: 'Id', width: 1 }, { title: 'What', width: 2 }, { title: 'Status', width: 1 }, { title: 'Items', width: 1, align: 'right' }, { title: 'Owner', width: 1 }], rows }));
    const { pages } = await readPdf((await renderPdf(documentOf(tables))).bytes);
    expect(pages.length).toBeGreaterThan(100);
    expect(pages.at(-1)).toContain('C-1199');
  });
});

describe('Word', () => {
  test('is well-formed in each part, with headings, a repeated header row, alt texts and the notice in the header of every page', () => {
    const parts = written;
    for (const [name, part] of parts) if (/\.(xml|rels)$/.test(name)) expect(() => readXml(part, 'w:t')).not.toThrow();
    const body = parts.get('word/document.xml') ?? '';
    for (const style of ['Heading1', 'Heading2', 'Heading3', 'Title']) expect(body).toContain(`<w:pStyle w:val="${style}"/>`);
    expect(body.match(/<w:tblHeader\/>/g)?.length).toBe(3);
    expect(body).toContain('descr="Control AC-001: a year of days."');
    const header = [...parts].find(([name]) => /^word\/header\d+\.xml$/.test(name))?.[1] ?? '';
    expect(readXml(header, 'w:t').join('')).toContain(sample.runningNotice);
    expect(body.match(/<w:headerReference w:type="default"/g)).toHaveLength(1);
    expect(body).not.toContain('<w:titlePg');
    const footer = [...parts].find(([name]) => /^word\/footer\d+\.xml$/.test(name))?.[1] ?? '';
    for (const field of ['PAGE', 'NUMPAGES']) expect(readXml(footer, 'w:instrText')).toContain(field);
  });

  test('keeps a drawing twice: as it is, and as pixels for those that don’t show it', () => {
    const names = [...written.keys()];
    expect(names.filter((name) => name.endsWith('.svg'))).toHaveLength(2);
    expect(names.filter((name) => name.endsWith('.png'))).toHaveLength(2);
  });

  test('holds hostile text as it is', async () => {
    const parts = readDocx((await renderDocx(documentOf(hostile.map((line) => ({ kind: 'paragraph', text: line }))))).bytes);
    const words = readXml(parts.get('word/document.xml') ?? '', 'w:t');
    for (const line of hostile) expect(words).toContain(line);
  });

  test('dates its parts by the document, not by the clock', () => {
    expect(written.get('docProps/core.xml')?.match(/2026-07-01T08:30:00Z/g)).toHaveLength(2);
  });
});

describe('HTML', () => {
  test('asks nothing of any network: every reference leads into the file or is a link to follow by hand', async () => {
    const page = text((await renderHtml(sample)).bytes);
    const references = [...page.matchAll(/\b(?:src|href|srcset|action|data|poster)\s*=\s*"([^"]*)"/g)].map(([, target = '']) => target);
    expect(references.filter((target) => !target.startsWith('#'))).toEqual(['mailto:security@ledgerly.example']);
    expect([...page.matchAll(/url\(([^)]{0,20})/g)].filter(([, target = '']) => !target.startsWith('data:font/woff2'))).toEqual([]);
    expect(page).not.toMatch(/@import|<link|<script|<iframe|<object/i);
    expect(page).toMatch(/content="default-src 'none'; style-src 'sha256-[A-Za-z0-9+/=]+'; font-src data:; img-src data:; base-uri 'none'; form-action 'none'"/);
  });

  test('shows hostile text as it is, and makes nothing of it', async () => {
    const page = text((await renderHtml(documentOf(hostile.map((line) => ({ kind: 'paragraph', text: line })), { runningNotice: '"; } </style><script>x</script>' }))).bytes);
    expect(page).not.toMatch(/<script|<img|onerror=alert\(1\)>\s*</);
    expect(page.match(/<\/style/g)).toHaveLength(1);
    const shown = [...page.matchAll(/<p>(.*?)<\/p>/gs)].map(([, inner = '']) => inner.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&amp;', '&'));
    for (const line of hostile) expect(shown).toContain(line);
  });

  test('has landmarks, one first heading, and a header cell for every column', async () => {
    const page = text((await renderHtml(sample)).bytes);
    for (const landmark of ['<header>', '<main>', '<nav aria-label="Contents">', '<footer>']) expect(page.split(landmark)).toHaveLength(2);
    expect(page.match(/<h1>/g)).toHaveLength(1);
    expect(page.match(/<th scope="col"/g)).toHaveLength(9);
  });

  test('shows a drawing that could carry more than shapes only as an image', async () => {
    const svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><script>alert(1)</script><rect width="9" height="9"/></svg>';
    const page = text((await renderHtml(documentOf([{ kind: 'figure', svg, alt: 'a square', caption: 'A square' }]))).bytes);
    expect(page).not.toContain('<script');
    expect(page).toContain('<img alt="a square"');
  });
});
