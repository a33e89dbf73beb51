import { formatAge, formatBoth, formatDay, useNow } from '../calls/clock.ts';

/** How long ago, with the whole date, time and zone on hover and for screen readers. */
export function Age({ at }: { readonly at: string }) {
  return <time dateTime={at} title={formatBoth(at)}>{formatAge(at, useNow())}</time>;
}

/** A day, with its whole time on hover. */
export function Day({ at }: { readonly at: string }) {
  return <time dateTime={at} title={at.length === 10 ? `${formatDay(at)}, the whole day in UTC` : formatBoth(at)}>{formatDay(at)}</time>;
}

/** Date, time and zone in full, with the age after it. */
export function Moment({ at }: { readonly at: string }) {
  return <time dateTime={at}>{formatBoth(at)} <span className="quiet">· {formatAge(at, useNow())}</span></time>;
}
