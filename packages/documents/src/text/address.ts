/** Where a link may lead: a web or mail address, a heading of the same document, or nowhere (then it prints as plain text). */
export type Address = { readonly kind: 'outside'; readonly url: string } | { readonly kind: 'heading'; readonly id: string } | { readonly kind: 'none' };

/** Reads a link's target; script, data and file addresses lead nowhere. */
export const parseAddress = (href: string): Address => {
  if (href.startsWith('#')) return { kind: 'heading', id: href.slice(1) };
  if (!URL.canParse(href)) return { kind: 'none' };
  const url = new URL(href);
  return ['https:', 'http:', 'mailto:'].includes(url.protocol) ? { kind: 'outside', url: url.href } : { kind: 'none' };
};
