import { cutShort, malformed, tooLarge } from './problem.ts';

/** Where a value stands: object keys, and `'*'` for any array index, from the root. */
export type JsonPath = readonly string[];

/** Something met at `path`, in the order of the file: a wanted value whole, or the two ends of an entered container. */
export type JsonEvent =
  | { readonly kind: 'value'; readonly path: JsonPath; readonly value: unknown }
  | { readonly kind: 'open' | 'close'; readonly path: JsonPath; readonly container: Container };

/** What a scan may take: nesting, and characters of one wanted value, so that memory stays bounded whatever the file's size. */
export type JsonLimits = { readonly depthMax: number; readonly valueLengthMax: number };

/** What to read: `take` a value whole, `enter` a container and be told of its ends, or `skip` what matters not. */
export type JsonWish = (path: JsonPath) => 'take' | 'enter' | 'skip';

type Container = 'object' | 'array';
type Frame = { readonly container: Container; readonly entered: boolean; expects: 'key' | 'colon' | 'value' | 'comma'; empty: boolean };
/** A string or literal that goes on; `text` is kept only where it is a key, a literal or wanted. */
type Token = { readonly kind: 'string' | 'literal'; readonly isKey: boolean; text: string | null; escaped: boolean };
type Taking = { readonly text: string[]; length: number; depth: number; inString: boolean; escaped: boolean };
type Scan = {
  readonly name: string; readonly remedy: string; readonly limits: JsonLimits;
  readonly wanted: JsonWish; readonly emit: (event: JsonEvent) => void;
  readonly frames: Frame[]; readonly path: string[];
  offset: number; done: boolean; token: Token | undefined; taking: Taking | undefined;
};

const limitsByDefault: JsonLimits = { depthMax: 128, valueLengthMax: 16_000_000 };
const literalLengthMax = 400;
const nextSign = /[^ \t\n\r]/g;
const literalEnd = /[^-+.0-9A-Za-z]/g;
const stringStop = /["\\]/g;
const valueStop = /["{}[\]]/g;

function hitOf(pattern: RegExp, text: string, from: number): number {
  pattern.lastIndex = from;
  return pattern.exec(text)?.index ?? -1;
}

function refuse(scan: Scan, detail: string, at: number): never {
  throw malformed(scan.name, `it is not valid JSON, ${detail} near character ${scan.offset + at}`, scan.remedy);
}

function parse(scan: Scan, text: string, at: number): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return refuse(scan, 'with something unreadable', at);
  }
}

function finish(scan: Scan): void {
  const frame = scan.frames.at(-1);
  if (frame === undefined) scan.done = true;
  else frame.expects = 'comma';
  if (frame?.container === 'object') scan.path.pop();
}

function take(scan: Scan, text: string, at: number): void {
  scan.emit({ kind: 'value', path: [...scan.path], value: parse(scan, text, at) });
  finish(scan);
}

function open(scan: Scan, container: Container, at: number): void {
  if (scan.frames.length >= scan.limits.depthMax) refuse(scan, `nested deeper than ${scan.limits.depthMax}`, at);
  const entered = scan.wanted(scan.path) === 'enter';
  if (entered) scan.emit({ kind: 'open', path: [...scan.path], container });
  scan.frames.push({ container, entered, expects: container === 'object' ? 'key' : 'value', empty: true });
  if (container === 'array') scan.path.push('*');
}

function close(scan: Scan, container: Container, at: number): void {
  const frame = scan.frames.pop();
  if (frame?.container !== container) return refuse(scan, 'a bracket closes what was not opened', at);
  if (frame.expects !== 'comma' && !frame.empty) refuse(scan, 'something is missing before a bracket', at);
  if (container === 'array') scan.path.pop();
  if (frame.entered) scan.emit({ kind: 'close', path: [...scan.path], container });
  finish(scan);
}

/** Where a string that goes on at `from` ends, or -1; `state` remembers a backslash at the end of the piece. */
function stringEnd(state: { escaped: boolean }, text: string, from: number): number {
  let at = from;
  while (at < text.length) {
    if (state.escaped) {
      state.escaped = false;
      at += 1;
      continue;
    }
    const hit = hitOf(stringStop, text, at);
    if (hit < 0) return -1;
    at = hit + 1;
    if (text[hit] === '"') return at;
    state.escaped = true;
  }
  return -1;
}

/** Follows a wanted container to its end; only quotes and brackets matter, `JSON.parse` judges the rest. */
function follow(scan: Scan, taking: Taking, text: string, from: number): number {
  let at = from;
  while (at >= 0 && at < text.length) {
    if (taking.inString) {
      at = stringEnd(taking, text, at);
      if (at >= 0) taking.inString = false;
      continue;
    }
    const hit = hitOf(valueStop, text, at);
    if (hit < 0) break;
    at = hit + 1;
    const sign = text[hit];
    if (sign === '"') taking.inString = true;
    else taking.depth += sign === '{' || sign === '[' ? 1 : -1;
    if (scan.frames.length + taking.depth > scan.limits.depthMax) refuse(scan, `nested deeper than ${scan.limits.depthMax}`, at);
    if (taking.depth === 0) {
      scan.taking = undefined;
      take(scan, taking.text.join('') + text.slice(from, at), at);
      return at;
    }
  }
  taking.text.push(text.slice(from));
  taking.length += text.length - from;
  if (taking.length > scan.limits.valueLengthMax) throw tooLarge(scan.name, `one entry has more than ${scan.limits.valueLengthMax} characters`, scan.remedy);
  return text.length;
}

function endToken(scan: Scan, token: Token, at: number): void {
  scan.token = undefined;
  if (token.isKey) {
    scan.path.push(String(parse(scan, token.text ?? '', at)));
    const frame = scan.frames.at(-1);
    if (frame !== undefined) frame.expects = 'colon';
  } else if (token.text !== null && scan.wanted(scan.path) === 'take') take(scan, token.text, at);
  else {
    if (token.kind === 'literal') parse(scan, token.text ?? '', at);
    finish(scan);
  }
}

function followToken(scan: Scan, token: Token, text: string, from: number): number {
  const end = token.kind === 'string' ? stringEnd(token, text, from) : hitOf(literalEnd, text, from);
  const at = end < 0 ? text.length : end;
  if (token.text !== null) token.text += text.slice(from, at);
  const lengthMax = token.kind === 'literal' ? literalLengthMax : scan.limits.valueLengthMax;
  if ((token.text?.length ?? 0) > lengthMax) throw tooLarge(scan.name, `one value in it has more than ${lengthMax} characters`, scan.remedy);
  if (end >= 0) endToken(scan, token, at);
  return at;
}

function beginToken(scan: Scan, sign: string, at: number): number {
  const frame = scan.frames.at(-1);
  const isKey = frame?.expects === 'key';
  if (isKey && sign !== '"') refuse(scan, 'a key is missing', at);
  if (sign !== '"' && !/[-0-9tfn]/.test(sign)) refuse(scan, 'with an unexpected character', at);
  if (frame !== undefined) frame.empty = false;
  const kept = isKey || sign !== '"' || scan.wanted(scan.path) === 'take';
  scan.token = { kind: sign === '"' ? 'string' : 'literal', isKey, text: kept ? sign : null, escaped: false };
  return at + 1;
}

function step(scan: Scan, text: string, at: number): number {
  const sign = text[at] ?? '';
  const frame = scan.frames.at(-1);
  if (scan.done) refuse(scan, 'there is more after the end', at);
  if (sign === '}' || sign === ']') {
    close(scan, sign === '}' ? 'object' : 'array', at);
    return at + 1;
  }
  if (frame?.expects === 'comma' || frame?.expects === 'colon') {
    const wantsComma = frame.expects === 'comma';
    if (sign !== (wantsComma ? ',' : ':')) refuse(scan, wantsComma ? 'a comma is missing' : 'a colon is missing', at);
    frame.expects = wantsComma && frame.container === 'object' ? 'key' : 'value';
    return at + 1;
  }
  if ((sign !== '{' && sign !== '[') || frame?.expects === 'key') return beginToken(scan, sign, at);
  if (frame !== undefined) frame.empty = false;
  if (scan.wanted(scan.path) === 'take') {
    scan.taking = { text: [], length: 0, depth: 0, inString: false, escaped: false };
    return at;
  }
  open(scan, sign === '{' ? 'object' : 'array', at);
  return at + 1;
}

function push(scan: Scan, text: string): void {
  let at = 0;
  while (at < text.length) {
    if (scan.taking !== undefined) at = follow(scan, scan.taking, text, at);
    else if (scan.token !== undefined) at = followToken(scan, scan.token, text, at);
    else {
      const next = hitOf(nextSign, text, at);
      if (next < 0) break;
      at = step(scan, text, next);
    }
  }
  scan.offset += text.length;
}

/**
 * Reads JSON (RFC 8259) piece by piece and hands out what is wanted, each value parsed by `JSON.parse`; all the rest is
 * followed for its grammar and let go, so memory holds one wanted value at a time. `end` throws `cut-short` when the text
 * stopped early; both throw a `FileProblem` (`malformed`, `too-large`) for what is no JSON or passes a limit.
 */
export function openJsonScan(
  name: string, remedy: string, wanted: JsonWish, emit: (event: JsonEvent) => void, limits: JsonLimits = limitsByDefault,
): { readonly push: (text: string) => void; readonly end: () => void } {
  const scan: Scan = { name, remedy, limits, wanted, emit, frames: [], path: [], offset: 0, done: false, token: undefined, taking: undefined };
  return {
    push: (text) => push(scan, text),
    end: () => {
      if (scan.token?.kind === 'literal' && scan.frames.length === 0) endToken(scan, scan.token, 0);
      if (!scan.done) throw cutShort(name, 'its last bracket is missing');
    },
  };
}
