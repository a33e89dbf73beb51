import { Zip, ZipDeflate } from 'fflate';
import type { DataMap } from '../datamap.ts';
import { accountOf, type Account, type AccountInput } from './account.ts';
import type { ShownRow } from './data-markup.ts';
import { type FoundPlace, foundOn, isIn, shownCells } from './found.ts';
import { type AnswerHead, pageOf } from './page.ts';
import { pathsOf } from './paths.ts';
import { type AnswerShelf, rowsOn } from './shelf.ts';
import { csvOf, jsonOf, metadataOf, schemaOf } from './tables.ts';

export type AnswerInput = { readonly shelf: AnswerShelf; readonly map: DataMap; readonly head: AnswerHead } & Pick<AccountInput, 'vendors' | 'answers'>;

/** One file of the answer, under its path in the package. */
export type AnswerFile = { readonly path: string; readonly content: () => AsyncIterable<Uint8Array> };

/** An answer as it was composed: what it tells, what is still to be asked, and its files. */
export type Answer = { readonly account: Account; readonly files: readonly AnswerFile[] };

/**
 * The answer to a request for access or portability from what was collected: `answer.html` for people, `answer.json` with the account, and for each
 * place CSV and JSON with their descriptions; files beside them. The same shelf gives the same bytes. Throws when a place
 * was not read to its end. What nobody has recorded shows as a gap and stands in `account.questions`.
 */
export async function composeAnswer(input: AnswerInput): Promise<Answer> {
  const { shelf, map, head } = input;
  const found = await foundOn(shelf, map, head.kind);
  const account = accountOf({ map, found, law: head.law, vendors: input.vendors, answers: input.answers });
  const paths = pathsOf(found);
  const rows = (place: FoundPlace): AsyncIterable<ShownRow> => shownRows(input, place);
  const places = found.filter((place) => place.rows > 0).flatMap((place): AnswerFile[] => {
    const path = paths.data(place);
    return [
      { path: `${path}.csv`, content: () => encoded(csvOf(place, rows(place))) },
      { path: `${path}.csv-metadata.json`, content: () => encoded([written(metadataOf(map, place, `${path.split('/').at(-1) ?? ''}.csv`))]) },
      { path: `${path}.json`, content: () => encoded(jsonOf(place, rows(place))) },
      { path: `${path}.schema.json`, content: () => encoded([written(schemaOf(map, place))]) },
    ];
  });
  const beside = found.flatMap((place) => place.files.map((file): AnswerFile => ({ path: paths.file(file), content: () => shelf.read(file.at) })));
  return {
    account,
    files: [
      { path: 'answer.html', content: () => encoded(pageOf({ head, map, account, vendors: input.vendors }, rows)) },
      ...(head.kind === 'access' ? [{ path: 'answer.json', content: () => encoded([written(told(head, account))]) }] : []),
      ...places, ...beside,
    ],
  };
}

/** What `answer.json` holds: the account without the questions, for programs. */
const told = (head: AnswerHead, { questions: _questions, places, ...account }: Account): object =>
  ({ v: 1, ...head, ...account, places: places.map(({ files, ...place }) => ({ ...place, files: files.map(({ name, type, bytes }) => ({ name, type, bytes })) })) });

async function* shownRows({ shelf, map, head }: AnswerInput, place: FoundPlace): AsyncGenerator<ShownRow> {
  for await (const row of rowsOn(shelf, place)) {
    const cells = shownCells(map, place, row, head.kind);
    if (isIn(row, head.kind) && (head.kind === 'access' || Object.keys(cells).length > 0)) yield { standing: row.standing, cells, leftOut: row.leftOut };
  }
}

const written = (value: object): string => `${JSON.stringify(value, undefined, 2)}\n`;

/** Text in pieces of some 64 KiB, so that a row costs no chunk of its own. */
async function* encoded(texts: AsyncIterable<string> | Iterable<string>): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  let held = '';
  for await (const text of texts) {
    held += text;
    if (held.length >= 65_536) yield encoder.encode(held);
    if (held.length >= 65_536) held = '';
  }
  if (held !== '') yield encoder.encode(held);
}

/** What fits into a ZIP without its 64-bit form. */
const ZIP_BYTES_MAX = 0xffff_ffff;
const ZIP_FILES_MAX = 65_535;

/**
 * The answer as one ZIP, piece by piece, with fixed times, so that the same answer gives the same bytes. Throws RangeError
 * while a question is open, and when it is too large for one ZIP (4 GiB, 65,535 files).
 */
export async function* packAnswer({ account, files }: Answer): AsyncGenerator<Uint8Array> {
  const open = account.questions.filter(({ answer }) => answer === null);
  if (open.length > 0) throw new RangeError(`the answer must still tell ${open.length} things that nobody has recorded, the first: ${open[0]?.sentence ?? ''}`);
  if (files.length > ZIP_FILES_MAX) throw new RangeError('the answer has more files than one ZIP can hold');
  const out: Uint8Array[] = [];
  const faults: Error[] = [];
  const zip = new Zip((fault, chunk) => (fault === null ? out.push(chunk) : faults.push(fault)));
  let bytes = 0;
  const drained = (): Uint8Array[] => {
    const [fault] = faults;
    if (fault !== undefined) throw fault;
    return out.splice(0);
  };
  for (const file of files) {
    // ZIP keeps local time without a zone: these parts are the same in each.
    const entry = Object.assign(new ZipDeflate(file.path, { level: 6 }), { mtime: new Date(1980, 0, 1) });
    zip.add(entry);
    for await (const chunk of file.content()) {
      bytes += chunk.length;
      if (bytes > ZIP_BYTES_MAX) throw new RangeError('the answer is larger than one ZIP can hold');
      entry.push(chunk);
      yield* drained();
    }
    entry.push(new Uint8Array(), true);
    yield* drained();
  }
  zip.end();
  yield* drained();
}
