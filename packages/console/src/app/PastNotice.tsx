import { useNavigate } from '@tanstack/react-router';
import { searchWith, useAsOf } from '../calls/as-of.ts';
import { formatDay } from '../calls/clock.ts';

/** Says that the page is turned to a past day, and leads back. */
export function PastNotice() {
  const asOf = useAsOf();
  const navigate = useNavigate();
  if (asOf === undefined) return null;
  return (
    <p className="past" role="status">
      You see things as they stood at the end of <strong>{formatDay(asOf)}</strong> (UTC), from what was recorded by then.{' '}
      <button type="button" className="plain" onClick={() => { void navigate({ to: '.', search: searchWith({ asOf: undefined }) }); }}>Back to today</button>
    </p>
  );
}
