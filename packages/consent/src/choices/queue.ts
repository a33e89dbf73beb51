import type { Choice } from '../config.ts';
import { readText, writeText } from './store.ts';

const key = 'avouch-unsent';

/**
 * Opens the queue of answers that still have to reach the server: it survives the page, the tab and a time without network.
 * Sends what waits, in order, one request each, which outlives the page. `settled` hears the server's status and its reply. Returns what adds one.
 */
export function openQueue(endpoint: string, settled: (status: number, reply: string) => void): (choice: Choice) => void {
  let busy = false;
  const read = (): Choice[] => {
    try {
      return JSON.parse(readText(key)!) as Choice[];
    } catch {
      return []; // nothing there yet, or text that is not ours
    }
  };
  const flush = async (): Promise<void> => {
    if (busy) return;
    busy = true;
    try {
      for (let next; (next = read()[0]);) {
        const { id } = next;
        const reply = await fetch(endpoint, { method: 'POST', body: JSON.stringify(next), keepalive: true, credentials: 'omit' });
        if (reply.status > 428) break;
        writeText(key, JSON.stringify(read().filter((one) => one.id !== id)));
        settled(reply.status, await reply.text());
      }
    } catch { /* No network: what was not sent waits for the next page, or for the browser to be online. */ }
    busy = false;
  };
  addEventListener('online', flush);
  void flush();
  return (choice) => {
    writeText(key, JSON.stringify([...read(), choice]));
    void flush();
  };
}
