import type { FoundPlace } from './found.ts';
import type { ShelvedFile } from './shelf.ts';

/** Where things lie in the package, each path once, also for systems that don't tell capitals apart. */
export type AnswerPaths = {
  /** Without ending. */
  readonly data: (place: FoundPlace) => string;
  readonly file: (file: ShelvedFile) => string;
};

/** A name that no system trips over: letters, digits, `. _ -` and blanks inside. */
const safe = (name: string): string => name.replaceAll(/[^\p{L}\p{N}._ -]/gu, '_').replaceAll(/^[. ]+|[. ]+$/g, '').slice(-100);
const reserved = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;
const named = (name: string, otherwise: string): string => {
  const one = safe(name);
  return one === '' || reserved.test(one) ? `${otherwise}${one}` : one;
};

export function pathsOf(places: readonly FoundPlace[]): AnswerPaths {
  const taken = new Set<string>();
  const once = (path: string, ending: string): string => {
    let free = `${path}${ending}`;
    for (let count = 2; taken.has(free.toLowerCase()); count += 1) free = `${path}-${count}${ending}`;
    taken.add(free.toLowerCase());
    return free;
  };
  const data = new Map(places.map((place) => [place, once(`data/${named(place.system, 'system')}/${named(place.place, 'place')}`, '')]));
  const files = new Map(places.flatMap((place) => place.files.map((file): [string, string] => {
    const name = named(file.name.split(/[/\\]/).at(-1) ?? '', 'file');
    const [, stem = name, ending = ''] = /^(.*?)(\.[\p{L}\p{N}]{1,10})?$/u.exec(name) ?? [];
    return [file.at, once(`files/${named(place.system, 'system')}/${named(place.place, 'place')}/${stem}`, ending)];
  })));
  const found = (path: string | undefined): string => {
    if (path === undefined) throw new RangeError('this is not part of the answer');
    return path;
  };
  return { data: (place) => found(data.get(place)), file: (file) => found(files.get(file.at)) };
}
