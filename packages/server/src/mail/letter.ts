import type { Mail } from '../context.ts';

const escape = (text: string): string => text.replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`);

/** The paragraphs of a letter; one that is an address of the web by itself becomes a link. */
const paragraphOf = (text: string): string => {
  const inner = escape(text).replaceAll('\n', '<br>');
  return /^https?:\/\/\S+$/.test(text) ? `<p><a href="${escape(text)}">${inner}</a></p>` : `<p>${inner}</p>`;
};

export type Letter = { readonly to: string; readonly language: string; readonly subject: string; readonly paragraphs: readonly string[]; readonly replyTo: string | null };

/** A letter as plain text and as simple HTML without anything from elsewhere. */
export function mailOf({ to, language, subject, paragraphs, replyTo }: Letter): Mail {
  const line = subject.replace(/[\r\n]+/g, ' ');
  const html = `<!doctype html><html lang="${escape(language)}"><head><meta charset="utf-8"><title>${escape(line)}</title></head><body style="font-family:sans-serif;line-height:1.5;max-width:40em">${paragraphs.map(paragraphOf).join('')}</body></html>`;
  return { to, subject: line, text: `${paragraphs.join('\n\n')}\n`, html, replyTo };
}
