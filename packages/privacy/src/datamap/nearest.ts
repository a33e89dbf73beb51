/** Of the names that there are, the one that was probably meant; undefined when none is near. */
export function nearest(word: string, names: readonly string[]): string | undefined {
  const given = word.toLowerCase();
  const short = (name: string): string => name.slice(name.lastIndexOf('.') + 1).toLowerCase();
  const exact = names.find((name) => name.toLowerCase() === given) ?? names.find((name) => short(name) === given);
  if (exact !== undefined) return exact;
  const ranked = names.map((name) => ({ name, away: Math.min(distance(given, name.toLowerCase()), distance(given, short(name))) })).sort((a, b) => a.away - b.away);
  const [best] = ranked;
  return best !== undefined && best.away <= Math.max(1, Math.floor(given.length / 3)) ? best.name : undefined;
}

/** A sentence's end: what was meant, or what there is to choose from. */
export function suggestion(word: string, names: readonly string[]): string {
  const near = nearest(word, names);
  if (near !== undefined) return `Did you mean ${near}?`;
  if (names.length === 0) return 'There is none yet.';
  return names.length <= 12 ? `There ${names.length === 1 ? 'is' : 'are'}: ${names.join(', ')}.` : `There are ${names.length}, among them ${names.slice(0, 6).join(', ')}.`;
}

/** Letters put in, left out, changed or swapped with the next. */
function distance(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > 12 || a.length > 80 || b.length > 80) return 99;
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, j) => j)];
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      let best = Math.min((rows[i - 1]?.[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (rows[i - 1]?.[j - 1] ?? 0) + cost);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) best = Math.min(best, (rows[i - 2]?.[j - 2] ?? 0) + 1);
      row.push(best);
    }
    rows.push(row);
  }
  return rows[a.length]?.[b.length] ?? 0;
}
