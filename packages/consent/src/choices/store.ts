import type { ConsentConfig } from '../config.ts';
import { periodOf } from './decide.ts';

// A browser may refuse storage altogether. Then what is written lasts as long as the page, and the next page asks again.
const memory: Record<string, string> = {};

/** The value of one cookie in a `Cookie` header or `document.cookie`. */
export const cookieOf = (cookies: string, key: string): string | undefined => cookies.split('; ').find((one) => one.startsWith(`${key}=`))?.slice(key.length + 1);

/** Reads a text from local storage, or with `config` from where that keeps the answer. */
export function readText(key: string, config?: ConsentConfig): string | undefined {
  try {
    return (config && config.store !== 'local' ? cookieOf(document.cookie, key) : localStorage.getItem(key)) ?? memory[key];
  } catch {
    return memory[key];
  }
}

/** Writes a text where `readText` finds it. */
export function writeText(key: string, text: string, config?: ConsentConfig): void {
  memory[key] = text;
  try {
    if (config && config.store !== 'local') {
      document.cookie = `${key}=${text};max-age=${periodOf(config) / 1000};path=/;domain=${config.domain ?? ''};samesite=lax${location.protocol === 'https:' ? ';secure' : ''}`;
    } else localStorage.setItem(key, text);
  } catch { /* Refused: `memory` holds it. */ }
}
