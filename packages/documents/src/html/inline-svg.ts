const elements = new Set(['svg', 'g', 'path', 'rect', 'circle', 'ellipse', 'line', 'polyline', 'polygon', 'text', 'tspan', 'title', 'desc']);
const attributes = new Set([
  'xmlns', 'viewBox', 'width', 'height', 'x', 'y', 'x1', 'y1', 'x2', 'y2', 'dx', 'dy', 'cx', 'cy', 'r', 'rx', 'ry', 'd', 'points', 'transform', 'fill', 'fill-rule', 'fill-opacity', 'stroke', 'stroke-width',
  'stroke-dasharray', 'stroke-linecap', 'stroke-linejoin', 'stroke-opacity', 'opacity', 'font-family', 'font-size', 'font-weight', 'font-style', 'text-anchor', 'role', 'aria-label', 'aria-hidden',
]);
const token = /<(\/?)([A-Za-z]+)((?:\s+[A-Za-z][\w:-]*="[^"<]*")*)\s*(\/?)>|([^<]+)/gy;

const plainAttributes = (source: string): boolean =>
  [...source.matchAll(/([A-Za-z][\w:-]*)="([^"]*)"/g)].every(([, name = '', value = '']) => attributes.has(name) && !/url\s*\(|javascript:|\\/i.test(value));

/** Whether a drawing is made of shapes and text alone, well nested, so that it may stand inside a page; anything else must stay an image. */
export const isPlainSvg = (svg: string): boolean => {
  const open: string[] = [];
  let at = 0;
  let roots = 0;
  for (const [whole, close, name, given, empty] of svg.matchAll(token)) {
    at += whole.length;
    if (name === undefined) {
      if (open.length === 0 && whole.trim() !== '') return false;
      continue;
    }
    if (!elements.has(name) || !plainAttributes(given ?? '')) return false;
    if (open.length === 0 && (name !== 'svg' || (roots += 1) > 1)) return false;
    if (close === '/') {
      if (open.pop() !== name) return false;
    } else if (empty !== '/') open.push(name);
  }
  return at === svg.length && open.length === 0 && roots === 1;
};
