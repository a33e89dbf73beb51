import { Packer, type PageNumberEstimator } from 'docx';
import { estimatePageNumbersWith } from 'docx/layout';
import { expect, test } from 'vitest';
import { sampleDocument } from '../../test/sample.ts';
import type { Block, Document } from '../document.ts';
import { headingPages } from './page-numbers.ts';
import { wordOf } from './write.ts';

const sample = await sampleDocument();
const sentence = 'Access is granted by role, reviewed each quarter, and removed on the day that a person leaves; 王小明 reviewed https://example.com/a/very/long/path. ';
const chapters = Array.from({ length: 6 }, (_, chapter): readonly Block[] => [
  { kind: 'heading', level: 1, text: `Chapter ${chapter}` },
  ...Array.from({ length: 4 }, (_, section): readonly Block[] => [
    { kind: 'heading', level: 2, text: `Section ${section} of controls that are described in words which take a line and more` },
    { kind: 'paragraph', text: [sentence.repeat(section + chapter), { kind: 'strong', text: 'Reviewed.' }, { kind: 'cite', entries: [1, 2, 3, 9] }, { kind: 'blank', what: 'who approved it' }] },
    { kind: 'table', caption: 'What was seen', columns: [{ title: 'Control', width: 1 }, { title: 'Says', width: 3 }, { title: 'State', width: 1 }], rows: Array.from({ length: 3 + section }, (_, row) => [`C-${row}`, sentence.repeat(row % 3), { kind: 'state', state: 'pass' }]) },
    { kind: 'list', items: [sentence, 'short', [{ kind: 'code', text: 'ab'.repeat(32) }]] },
  ]).flat(),
  { kind: 'page-break' },
]).flat();
const long: Document = { ...sample, blocks: [{ kind: 'heading', level: 1, text: 'Contents' }, { kind: 'contents' }, { kind: 'page-break' }, ...chapters] };

test.each([['the sample', sample], ['a long document', long]])('the contents of %s name the pages of a full layout, or one beside', async (_, document) => {
  const layout = estimatePageNumbersWith({ guess: true });
  let full: readonly number[] = [];
  const look: PageNumberEstimator = (body, context) => {
    const numbers = layout(body, context);
    full = [...numbers.bookmarks].filter(([name]) => name.startsWith('_Toc')).map(([, page]) => Number(page));
    return numbers;
  };
  await Packer.toBuffer(await wordOf(document, look));
  const { pages } = headingPages(document);
  expect(pages).toHaveLength(full.length);
  expect(full.length).toBeGreaterThan(5);
  for (const [index, page] of full.entries()) expect(Math.abs(page - (pages[index] ?? 0)), `heading ${index}: ${full.join()} or ${pages.join()}`).toBeLessThanOrEqual(1);
});
