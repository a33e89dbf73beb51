import { useEffect, useRef, type ReactNode } from 'react';
import { createSortedRowModel, rowSortingFeature, tableFeatures, useTable, type ColumnDef, sortFn_alphanumeric } from '@tanstack/react-table';
import { useWindowVirtualizer } from '@tanstack/react-virtual';

/** One column: `sort` makes it sortable by that value; `wide` columns give way on a phone; `number` aligns right. */
export type Column<T> = { readonly id: string; readonly title: string; readonly cell: (row: T) => ReactNode; readonly sort?: (row: T) => string | number; readonly wide?: boolean; readonly number?: boolean; readonly width?: string };

const features = tableFeatures({ rowSortingFeature, sortedRowModel: createSortedRowModel(), sortFns: { alphanumeric: sortFn_alphanumeric } });
const rowHeight = 45;
// A list that is here whole and not long is drawn whole, so that the browser’s own search and printing see all of it.
const drawnWhole = 150;
const sorts = { asc: 'ascending', desc: 'descending' } as const;

/**
 * A table of any length: only the rows in sight are in the page. With `more` it asks for the next page as its end nears;
 * `total` tells screen readers how long it is.
 */
export function List<T>({ label, columns, rows, keyOf, total, more }: {
  readonly label: string; readonly columns: readonly Column<T>[]; readonly rows: readonly T[]; readonly keyOf: (row: T) => string; readonly total?: number | null; readonly more?: () => void;
}) {
  const body = useRef<HTMLTableSectionElement>(null);
  const definitions = columns.map((column): ColumnDef<typeof features, T & object> => column.sort === undefined
    ? { id: column.id, enableSorting: false }
    : { id: column.id, accessorFn: column.sort, sortFn: 'alphanumeric', enableSorting: more === undefined });
  const table = useTable({ features, columns: definitions, data: rows as readonly (T & object)[] as (T & object)[], getRowId: keyOf });
  const sorted = table.getRowModel().rows;
  const virtual = useWindowVirtualizer({ count: sorted.length, estimateSize: () => rowHeight, overscan: 12, scrollMargin: body.current?.offsetTop ?? 0 });
  const whole = more === undefined && sorted.length <= drawnWhole;
  const shown: readonly { readonly index: number; readonly start: number; readonly end: number }[] = whole ? sorted.map((_, index) => ({ index, start: 0, end: 0 })) : virtual.getVirtualItems();
  const first = shown[0];
  const last = shown.at(-1);
  const nearEnd = last !== undefined && last.index >= sorted.length - 20;
  useEffect(() => { if (nearEnd) more?.(); }, [nearEnd, more, sorted.length]);
  const before = whole || first === undefined ? 0 : first.start - virtual.options.scrollMargin;
  const after = whole || last === undefined ? 0 : virtual.getTotalSize() - (last.end - virtual.options.scrollMargin);
  return (
    <table className="list" aria-label={label} aria-rowcount={(total ?? rows.length) + 1}>
      <thead>
        <tr aria-rowindex={1}>
          {columns.map((column) => {
            const sorting = table.getColumn(column.id);
            const order = sorting?.getIsSorted() ?? false;
            return (
              <th key={column.id} scope="col" data-wide={column.wide || undefined} data-number={column.number || undefined} style={column.width === undefined ? undefined : { width: column.width }} aria-sort={order === false ? undefined : sorts[order]}>
                {sorting?.getCanSort() === true
                  ? <button type="button" className="sort" onClick={sorting.getToggleSortingHandler()}>{column.title}<span aria-hidden="true">{order === 'asc' ? ' ↑' : order === 'desc' ? ' ↓' : ''}</span></button>
                  : column.title}
              </th>
            );
          })}
        </tr>
      </thead>
      <tbody ref={body}>
        {before > 0 ? <tr aria-hidden="true" className="spacer"><td colSpan={columns.length} style={{ height: before }} /></tr> : null}
        {shown.map((item) => {
          const row = sorted[item.index];
          return row === undefined ? null : (
            <tr key={row.id} aria-rowindex={item.index + 2} data-index={item.index} ref={virtual.measureElement}>
              {columns.map((column) => <td key={column.id} data-wide={column.wide || undefined} data-number={column.number || undefined}>{column.cell(row.original)}</td>)}
            </tr>
          );
        })}
        {after > 0 ? <tr aria-hidden="true" className="spacer"><td colSpan={columns.length} style={{ height: after }} /></tr> : null}
      </tbody>
    </table>
  );
}
