/** The natural size of an SVG drawing in CSS pixels, from its `viewBox` or else its width and height. A drawing without a size throws. */
export const svgSize = (svg: string): { readonly width: number; readonly height: number } => {
  const root = /<svg\b[^>]*>/.exec(svg)?.[0] ?? '';
  const box = /\bviewBox\s*=\s*["']\s*[-\d.e]+[\s,]+[-\d.e]+[\s,]+([\d.e]+)[\s,]+([\d.e]+)/.exec(root);
  const width = Number(box?.[1] ?? /\bwidth\s*=\s*["']([\d.]+)/.exec(root)?.[1]);
  const height = Number(box?.[2] ?? /\bheight\s*=\s*["']([\d.]+)/.exec(root)?.[1]);
  if (!(width > 0 && height > 0)) throw new RangeError('A figure is not an SVG drawing with a size');
  return { width, height };
};

/** The width in points at which a drawing fits a page: its natural size, made smaller if it is too wide or too high, never larger. */
export const fittedWidth = (svg: string, widthMax: number, heightMax: number): number => {
  const { width, height } = svgSize(svg);
  return Math.min(width * 0.75, widthMax, (heightMax * width) / height);
};
