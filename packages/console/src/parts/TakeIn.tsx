import { Link } from '@tanstack/react-router';
import { searchWith, useAsOf } from '../calls/as-of.ts';
import { useMay } from '../calls/session.ts';

/** How a category comes into scope: by a link for who may, in words for the others. */
export function TakeIn() {
  const may = useMay('records.write');
  const past = useAsOf() !== undefined;
  if (past) return <>To take it in, go back to today.</>;
  return may ? <Link to="/settings" search={searchWith({ change: 'scope' })}>Change the scope</Link> : <>An owner or a compliance lead can take it in, on the page of settings.</>;
}
