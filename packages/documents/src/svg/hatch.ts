import { formatLength } from './element.ts';

/** Diagonal lines that fill a rectangle, as one path; clipped by arithmetic, so that no pattern or id is needed. */
export const hatchPath = (x: number, y: number, width: number, height: number, step: number): string => {
  const lines: string[] = [];
  for (let offset = step / 2; offset < width + height; offset += step) {
    const from = { x: x + Math.max(0, offset - height), y: y + Math.min(offset, height) };
    const to = { x: x + Math.min(offset, width), y: y + Math.max(0, offset - width) };
    lines.push(`M${formatLength(from.x)} ${formatLength(from.y)}L${formatLength(to.x)} ${formatLength(to.y)}`);
  }
  return lines.join('');
};
