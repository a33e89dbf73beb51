/** One part of a form: a field, or a file with the name that the sender gave it. */
export type Part = { readonly name: string; readonly file: string | null; readonly bytes: Buffer };

const PARTS_MAX = 20;
const HEADER_BYTES_MAX = 2000;

const disposed = (header: string, what: 'name' | 'filename'): string | undefined => new RegExp(`content-disposition:[^\\r\\n]*[;\\s]${what}="([^"\\r\\n]*)"`, 'i').exec(header)?.[1];

/**
 * The parts of a `multipart/form-data` body (RFC 7578) that was read whole, within its limit. Undefined for a body that is not
 * of this form, or has too many parts.
 */
export function partsIn(contentType: string, body: Buffer): readonly Part[] | undefined {
  const found = /^multipart\/form-data\b.*;\s*boundary=(?:"([^"\r\n]{1,70})"|([^;\s"]{1,70}))/i.exec(contentType);
  const boundary = found?.[1] ?? found?.[2];
  if (boundary === undefined) return undefined;
  const [first, next] = [Buffer.from(`--${boundary}`), Buffer.from(`\r\n--${boundary}`)];
  const parts: Part[] = [];
  if (!body.subarray(0, first.length).equals(first)) return undefined;
  for (let at = first.length; ;) {
    if (body.subarray(at, at + 2).toString('latin1') === '--') return parts;
    const end = body.indexOf('\r\n\r\n', at);
    const close = end < 0 ? -1 : body.indexOf(next, end + 4);
    if (close < 0 || end - at > HEADER_BYTES_MAX || parts.length >= PARTS_MAX) return undefined;
    const header = body.subarray(at, end).toString('utf8');
    const name = disposed(header, 'name');
    if (name === undefined) return undefined;
    parts.push({ name, file: disposed(header, 'filename') ?? null, bytes: body.subarray(end + 4, close) });
    at = close + next.length;
  }
}
