import type { Outcome, Session, Store } from '@avouch/connectors/store';
import type { PlaceRef } from '../ownership.ts';
import { shapeOf, type Ground } from '../ownership/drafts.ts';
import { locate, locatorOf, type LocatedRow } from '../ownership/locate.ts';
import type { Remembered } from '../ownership/lookups.ts';
import { placeOf, visibleFields } from '../ownership/roles.ts';
import type { Plan } from '../plan.ts';
import type { AnswerRow, AnswerSink } from '../run.ts';
import { fieldsThere } from '../survey/faults.ts';

export type AnswerOrder = { readonly ground: Ground; readonly plan: Plan; readonly remembered: Remembered; readonly sink: AnswerSink };

const answerRow = (ground: Ground, ref: PlaceRef, row: LocatedRow, shown: ReadonlySet<string>): AnswerRow => {
  const place = placeOf(ground.map, ref);
  const fields = place === undefined ? { shown: [], leftOut: [] } : visibleFields(place, row);
  return { standing: row.standing, key: row.key, cells: Object.fromEntries(fields.shown.filter((field) => shown.has(field)).map((field) => [field, row.cells[field] ?? null])), leftOut: fields.leftOut };
};

/** Whether rows of a place can have files at all. A table's rows have none. */
const mayHaveFiles = (kind: string | undefined): boolean => kind !== undefined && kind !== 'table' && kind !== 'file';

/** Collects what this person may see of one place: their rows, without what is about others, and the files that belong to them. */
export async function answerPlace({ ground, plan, remembered, sink }: AnswerOrder, session: Session, store: Store, ref: PlaceRef): Promise<Outcome<{ readonly rows: number }>> {
  await sink.begin(ref);
  const [place, shape] = [placeOf(ground.map, ref), shapeOf(ground, ref)];
  const planned = plan.places.find((one) => one.system === ref.system && one.place === ref.place);
  if (place === undefined || shape === undefined || planned === undefined) return { ok: true, value: { rows: 0 } };
  const there = new Set(fieldsThere(place, shape));
  const shown = new Set(planned.fields.filter(({ does, field }) => does === 'shown' && there.has(field)).map(({ field }) => field));
  const locator = await locatorOf(ground, remembered, ref);
  if (!locator.ok) return locator;
  const withFiles: (readonly AnswerRow[])[] = [];
  const outcome = await locate(ground, remembered, session, locator.value, { fields: [...shown], ownedOnly: plan.right === 'portability' }, async (rows) => {
    const answered = rows.map((row) => answerRow(ground, ref, row, shown));
    await sink.rows(ref, answered);
    if (mayHaveFiles(shape.kind)) withFiles.push(answered);
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
