import type { Vendor } from '../config.ts';

const matches = (patterns: readonly string[], name: string): boolean => patterns.some((one) => (one.endsWith('*') ? name.startsWith(one.slice(0, -1)) : name === one));

/** Removes the cookies and the storage keys that a vendor declared, wherever this page can reach them. */
export function removeTraces({ cookies = {}, storage = [] }: Vendor): void {
  try {
    for (const name of document.cookie.split('; ').map((one) => one.split('=')[0]!)) {
      // A page cannot see for which domain a cookie was set, so each of those it can set is tried.
      if (matches(Object.keys(cookies), name)) for (let domain = `.${location.hostname}`; ; domain = domain.replace(/^\.?[^.]*/, '')) {
        document.cookie = `${name}=;max-age=0;path=/;domain=${domain}`;
        if (!domain) break;
      }
    }
    for (const area of [localStorage, sessionStorage]) for (const name of Object.keys(area)) if (matches(storage, name)) area.removeItem(name);
  } catch { /* Storage is refused to this page: then nobody could write there either. */ }
}
