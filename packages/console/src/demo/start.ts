import { answersOf } from './answers.ts';
import { foundCompany, type Variant } from './company.ts';
import { fetchOf } from './fetch.ts';

const variants: readonly Variant[] = ['full', 'empty', 'much', 'first-run', 'signed-out', 'broken'];

/** Answers the console from memory. `?demo=empty` in the address chooses the company and is kept for the tab. */
export function startDemo(address: URL, now: Date): typeof fetch {
  const asked = address.searchParams.get('demo') ?? sessionStorage.getItem('avouch.demo');
  const variant = variants.find((one) => one === asked) ?? 'full';
  sessionStorage.setItem('avouch.demo', variant);
  const call = fetchOf(answersOf(foundCompany(variant, now.getTime()), (ms) => new Promise((done) => { setTimeout(done, ms); })));
  // Lets a test act as somebody else at the same time.
  Object.assign(window, { demoFetch: call });
  return call;
}
