import type { HttpAnswer, HttpClient, HttpRequest, Problem } from '../connector.ts';
import { problemOf } from './problem.ts';

/** The address with `rel="next"` in a Link header (RFC 8288), or undefined. */
export const nextLink = (header: string | undefined, base: string): string | undefined => {
  for (const [, target = '', parameters = ''] of (header ?? '').matchAll(/<([^>]*)>((?:\s*;\s*[^;,="]+(?:=(?:"[^"]*"|[^",;]*))?)*)/g)) {
    const relations = /;\s*rel\s*=\s*(?:"([^"]*)"|([^\s;,]+))/i.exec(parameters);
    if ((relations?.[1] ?? relations?.[2] ?? '').toLowerCase().split(/\s+/).includes('next') && URL.canParse(target, base)) return new URL(target, base).href;
  }
  return undefined;
};

/**
 * Every page of a listing by its Link headers, in order; statuses other than 200 are given as they come and end it. A listing that
 * has more than `pagesMax` pages, leads in a circle, or leads to another origin ends with a problem: it is never silently cut.
 */
export async function* pagesOf(client: HttpClient, request: HttpRequest, pagesMax: number): AsyncGenerator<
  { readonly ok: true; readonly answer: HttpAnswer } | { readonly ok: false; readonly problem: Problem }
> {
  const seen = new Set<string>();
  const remedy = 'Narrow down what is read, or raise the limit.';
  for (let url: string | undefined = request.url; url !== undefined;) {
    const shown = new URL(url).origin;
    if (seen.size >= pagesMax) return yield problemOf('too-large', `The listing at ${shown} has more than ${pagesMax} pages.`, remedy);
    if (seen.has(url)) return yield problemOf('malformed', `The listing at ${shown} leads in a circle.`, remedy);
    if (new URL(url).origin !== new URL(request.url).origin) return yield problemOf('refused-address', `The listing at ${new URL(request.url).origin} leads to ${shown}.`, remedy);
    seen.add(url);
    const outcome: Awaited<ReturnType<HttpClient['send']>> = await client.send({ ...request, url });
    yield outcome;
    if (!outcome.ok || outcome.answer.status !== 200) return;
    url = nextLink(outcome.answer.headers['link'], outcome.answer.url);
  }
}
