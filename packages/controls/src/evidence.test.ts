import { deflateRawSync } from 'node:zlib';
import { strToU8, zipSync } from 'fflate';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { controlSet } from './controls.ts';
import { categories } from './criteria.ts';
import { contentTypeOf, evidenceSpan } from './evidence.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const zip = (...names: readonly string[]): Uint8Array => zipSync(Object.fromEntries(names.map((name) => [name, strToU8('x')])));

describe('the type of a filed document', () => {
  test.each<[string, Uint8Array, string | undefined]>([
    ['a PDF', bytes('%PDF-1.7\n…'), 'pdf'],
    ['a PNG picture', Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0), 'png'],
    ['a JPEG picture', Uint8Array.of(0xff, 0xd8, 0xff, 0xe0), 'jpg'],
    ['a Word document', zip('[Content_Types].xml', '_rels/.rels', 'word/document.xml'), 'docx'],
    ['a workbook', zip('_rels/.rels', '[Content_Types].xml', 'xl/workbook.xml'), 'xlsx'],
    ['slides', zip('[Content_Types].xml', 'ppt/presentation.xml'), 'pptx'],
    ['an OpenDocument text', zipSync({ mimetype: [strToU8('application/vnd.oasis.opendocument.text'), { level: 0 }] }), 'odt'],
    ['plain text', bytes('Minutes of the board, 3 March – approved'), 'txt'],
    ['CSV', bytes('user,reviewed\nada,yes\n'), 'txt'],
    ['a document with macros', zip('[Content_Types].xml', 'word/document.xml', 'word/vbaProject.bin'), undefined],
    ['an archive', zip('secret.txt'), undefined],
    ['a web page', bytes('<!DOCTYPE html><script>1</script>'), undefined],
    ['a web page behind a comment', bytes('  <!-- x --> <html>'), undefined],
    ['a drawing that can run script', bytes('<svg xmlns="http://www.w3.org/2000/svg"/>'), undefined],
    ['a program', Uint8Array.of(0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0), undefined],
    ['compressed bytes', deflateRawSync(bytes('text '.repeat(99))), undefined],
    ['nothing', new Uint8Array(), undefined],
  ])('is told from the bytes of %s', (_, file, extension) => expect(contentTypeOf(file)?.extension).toBe(extension));
  test('never throws, whatever the bytes', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), fc.constantFrom([], [0x50, 0x4b, 3, 4], [0xef, 0xbb, 0xbf]), (rest, head) => {
      const found = contentTypeOf(Uint8Array.from([...head, ...rest]));
      expect(found === undefined || found.type.includes('/')).toBe(true);
    }));
  });
});

const filed = (heldFrom: string, captured: string, freshDays?: number) => ({ id: 'e', captured, heldFrom, value: { heldFrom, ...(freshDays === undefined ? {} : { freshDays }) } });
const day = (date: string): string => `${date}T00:00:00.000Z`;

describe('filed evidence', () => {
  test('supports from when it was captured, never before, for as long as what it shows is fresh', () => {
    expect(evidenceSpan(filed(day('2026-01-01'), day('2026-02-01')), { freshDays: 365 })).toEqual({ id: 'e', from: day('2026-02-01'), freshUntil: day('2027-01-01') });
  });
  test('that was too old when it was filed supports nothing', () => {
    const span = evidenceSpan(filed(day('2025-01-01'), day('2026-02-01')), { freshDays: 92 });
    expect(span.freshUntil < span.from).toBe(true);
  });
  test('counts for a shorter time when its own limit is shorter, and never for a longer one', () => {
    expect(evidenceSpan(filed(day('2026-01-01'), day('2026-01-01'), 10), { freshDays: 92 }).freshUntil).toBe(day('2026-01-11'));
    expect(evidenceSpan(filed(day('2026-01-01'), day('2026-01-01'), 1000), { freshDays: 92 }).freshUntil).toBe(day('2026-04-03'));
  });
  test.each([['GOV-02', 365], ['IAM-06', 92], ['AVL-03', 183], ['MON-05', 365], ['HRS-05', 365], ['HRS-01', 365], ['CHG-07', 92], ['CRY-01', 31]])('for %s is fresh for %i days by default', (id, days) => {
    expect(controlSet({ companyControls: [], categories }).controls.find((control) => control.id === id)?.freshDays).toBe(days);
  });
});
