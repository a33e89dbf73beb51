import type { Cell, Outcome, Session, Store } from '@avouch/connectors/store';
import type { MappedPlace } from '../datamap.ts';
import { isTabular, shapeOf, type Ground } from '../ownership/drafts.ts';
import { listsAsked, ownPositions } from '../ownership/elements.ts';
import { locate, type LocatedRow, type Locator } from '../ownership/locate.ts';
import type { Remembered } from '../ownership/lookups.ts';
import { placeOf, visibleFields } from '../ownership/roles.ts';
import type { Plan } from '../plan.ts';
import type { AnswerRow, AnswerSink } from '../run.ts';
import { fieldsThere } from '../survey/faults.ts';

export type AnswerOrder = { readonly ground: Ground; readonly plan: Plan; readonly remembered: Remembered; readonly sink: AnswerSink };

/** Gives of each row what the roles that reach this person may see of it. Rows with the same roles show the same fields, of lists only what is theirs. */
function answerRowOf(place: MappedPlace, asked: ReadonlySet<string>, marks: Locator['marks']): (row: LocatedRow) => AnswerRow {
  const byRoles = new Map<string, ReturnType<typeof visibleFields>>();
  const fieldsFor = (row: LocatedRow): ReturnType<typeof visibleFields> => {
    const roles = row.mine.join('\n');
    const known = byRoles.get(roles);
    if (known !== undefined) return known;
    const { shown, leftOut } = visibleFields(place, row);
    const fields = { shown: shown.filter((field) => asked.has(field)), leftOut };
    byRoles.set(roles, fields);
    return fields;
  };
  return (row) => {
    const { shown, leftOut } = fieldsFor(row);
    const lists = shown.filter((field) => Array.isArray(row.cells[field]));
    if (lists.length > 0) return withoutOthers(place, row, fieldsFor(row), lists, marks);
    // Where everything that was read is shown, it is passed on as it is.
    if (shown.length === asked.size && Object.keys(row.cells).length === asked.size) return { standing: row.standing, key: row.key, cells: row.cells, leftOut };
    const cells: Record<string, Cell> = {};
    for (const field of shown) cells[field] = row.cells[field] ?? null;
    return { standing: row.standing, key: row.key, cells, leftOut };
  };
}

/** A row of which lists show those values alone beside which this person stands. */
function withoutOthers(place: MappedPlace, row: LocatedRow, { shown, leftOut }: ReturnType<typeof visibleFields>, lists: readonly string[], marks: Locator['marks']): AnswerRow {
  const cells: Record<string, Cell> = Object.fromEntries(shown.map((field) => [field, row.cells[field] ?? null]));
  const short: string[] = [];
  for (const field of lists) {
    const own = ownPositions(marks[`mine ${place.fields[field]?.of ?? ''}`], field, row.cells);
    const values = row.cells[field] as readonly Cell[];
    if (own === null || own.size === values.length) continue;
    short.push(field);
    if (own.size === 0) delete cells[field];
    else cells[field] = values.filter((_, at) => own.has(at));
  }
  return { standing: row.standing, key: row.key, cells, leftOut: [...leftOut, ...short] };
}

/** Collects what this person may see of one place: their rows, without what is about others, and the files that belong to them. */
export async function answerPlace({ ground, plan, remembered, sink }: AnswerOrder, session: Session, store: Store, locator: Locator): Promise<Outcome<{ readonly rows: number }>> {
  const { ref } = locator;
  await sink.begin(ref);
  const [place, shape] = [placeOf(ground.map, ref), shapeOf(ground, ref)];
  const planned = plan.places.find((one) => one.system === ref.system && one.place === ref.place);
  if (place === undefined || shape === undefined || planned === undefined) return { ok: true, value: { rows: 0 } };
  const there = new Set(fieldsThere(place, shape));
  const shown = new Set(planned.fields.filter(({ does, field }) => does === 'shown' && there.has(field)).map(({ field }) => field));
  const answerRow = answerRowOf(place, shown, locator.marks);
  const starts = Object.values(locator.marks).flatMap(listsAsked).filter((field) => shown.has(field) || shape.fields.some(({ name, type }) => name === field && type === 'list'));
  const withFiles: (readonly AnswerRow[])[] = [];
  const outcome = await locate(ground, remembered, session, locator, { fields: [...new Set([...shown, ...starts])], ownedOnly: plan.right === 'portability' }, async (rows) => {
    const answered = rows.map(answerRow);
    await sink.rows(ref, answered);
    // A table's rows have no files.
    if (!isTabular(shape)) withFiles.push(answered);
  });
  if (!outcome.ok) return outcome;
  for (const { key } of withFiles.flat()) {
    const files = await store.files(ref.place, key);
    if (!files.ok) return files;
    for (const file of files.value) await sink.file(ref, key, file);
  }
  await sink.end(ref);
  return outcome;
}
