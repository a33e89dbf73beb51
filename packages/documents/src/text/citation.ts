/** Entry numbers in print: sorted, once each, runs of three or more joined, as `e7, e12–e15`. */
export const formatCitation = (entries: readonly number[]): string => {
  const sorted = [...new Set(entries)].sort((a, b) => a - b);
  const parts: string[] = [];
  for (let start = 0; start < sorted.length; ) {
    let end = start;
    while (sorted[end + 1] === (sorted[end] ?? 0) + 1) end += 1;
    if (end - start >= 2) parts.push(`e${sorted[start]}–e${sorted[end]}`);
    else for (let at = start; at <= end; at += 1) parts.push(`e${sorted[at]}`);
    start = end + 1;
  }
  return parts.join(', ');
};

/** The small seal of a cited fact in a box of 16 × 16 units: a milled edge, a thin ring, a field. Filled by the even-odd rule. */
export const sealPath = (() => {
  const teeth = 14;
  const points = Array.from({ length: teeth * 2 }, (_, index) => {
    const angle = (Math.PI * index) / teeth;
    const radius = index % 2 === 0 ? 7.8 : 6.9;
    return `${(8 + radius * Math.cos(angle)).toFixed(2)} ${(8 + radius * Math.sin(angle)).toFixed(2)}`;
  });
  return `M${points.join('L')}ZM13 8A5 5 0 1 0 3 8A5 5 0 1 0 13 8ZM11.8 8A3.8 3.8 0 1 1 4.2 8A3.8 3.8 0 1 1 11.8 8Z`;
})();
