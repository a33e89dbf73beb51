type Attributes = Readonly<Record<string, string | number | undefined>>;

/** Text made inert for XML and HTML, in content and in quoted attributes. */
export const escapeXml = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[character] ?? '&#39;');

/** A number as SVG writes it: at most two decimals, never in exponent form. */
export const formatLength = (value: number): string => String(Math.round(value * 100) / 100);

/** One element; attribute values are escaped, `content` is markup already. */
export const element = (name: string, attributes: Attributes, content = ''): string => {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${typeof value === 'number' ? formatLength(value) : escapeXml(value ?? '')}"`)
    .join('');
  return content === '' ? `<${name}${written}/>` : `<${name}${written}>${content}</${name}>`;
};
