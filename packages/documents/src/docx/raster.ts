import { createCanvas, GlobalFonts, loadImage } from '@napi-rs/canvas';
import { chooseFonts } from '../fonts/choice.ts';
import { fontPath, type Family } from '../fonts/families.ts';
import { svgSize } from '../svg/size.ts';

const registered = new Set<string>();

const register = (family: Family): void => {
  if (registered.has(family.name)) return;
  for (const file of family.files) {
    if (GlobalFonts.registerFromPath(fontPath(file), family.name) === null) throw new Error(`The font ${file} could not be read`);
  }
  registered.add(family.name);
};

/** The drawing as a PNG of twice its size on white, for word processors that don't show SVG. */
export const rasterOf = async (svg: string): Promise<Uint8Array> => {
  const choice = chooseFonts(new Set());
  const fitted = choice.fit(svg);
  const families = choice.families();
  families.forEach(register);
  const named = fitted.replaceAll('font-family="Inter', `font-family="${families.map((family) => family.name).join(', ')}`);
  const { width, height } = svgSize(svg);
  const image = await loadImage(Buffer.from(named));
  const canvas = createCanvas(Math.ceil(width * 2), Math.ceil(height * 2));
  const context = canvas.getContext('2d');
  context.fillStyle = '#ffffff';
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  return canvas.toBuffer('image/png');
};
