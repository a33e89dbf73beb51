import { createHash } from 'node:crypto';

/** Text as it may stand in an element or a quoted attribute: never markup. */
export const escape = (text: string): string => text.replace(/[&<>"']/g, (one) => `&#${one.charCodeAt(0)};`);

const style = `:root{color-scheme:light dark;--ink:light-dark(#1a1d21,#e8eaed);--paper:light-dark(#fff,#16181b);--line:light-dark(#c9ced6,#454b54);--mark:light-dark(#0b57d0,#a8c7fa);--on:light-dark(#fff,#0b1f3f)}
*{box-sizing:border-box}body{margin:0;background:var(--paper);color:var(--ink);font:1rem/1.6 system-ui,sans-serif;padding:1.5rem}main{max-width:42rem;margin:0 auto}h1{font-size:1.5rem;line-height:1.3}h2{font-size:1.125rem;margin-top:2rem}
label,fieldset{display:block}fieldset{border:0;border-top:1px solid var(--line);margin:0;padding:.75rem 0;min-width:0}fieldset fieldset{margin-inline-start:1.5rem}legend{float:left;width:100%;font-weight:600;padding:0}legend+*{clear:both}p{margin:.25rem 0 .5rem}.radio{display:inline-flex;align-items:center;min-height:44px;gap:.5rem;margin-right:1.5rem}
input[type=radio]{width:1.25rem;height:1.25rem;margin:0}input[type=text]{font:inherit;width:100%;min-height:44px;padding:.5rem;border:1px solid var(--ink);border-radius:4px;background:var(--paper);color:var(--ink)}
button{font:inherit;font-weight:600;min-height:44px;padding:.5rem 1.25rem;border:0;border-radius:4px;background:var(--mark);color:var(--on);cursor:pointer;margin-top:1rem}button.plain{background:none;color:var(--mark);text-decoration:underline;padding:.5rem 0;margin:0}
:focus-visible{outline:3px solid var(--mark);outline-offset:2px}ol{padding:0;list-style:none}li{border-top:1px solid var(--line);padding:.75rem 0;overflow-wrap:anywhere}.note{border-left:4px solid var(--mark);padding-left:1rem}`;

const hash = createHash('sha256').update(style).digest('base64');

/** The policy of these pages: nothing runs but the one script of ours, nothing is loaded from elsewhere, no page may frame them. */
export const pagePolicy = `default-src 'none'; style-src 'sha256-${hash}'; script-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`;

/** A whole page. `body` is markup already; everything else is text. */
export const page = (language: string, dir: 'ltr' | 'rtl', title: string, body: string): string =>
  `<!doctype html>\n<html lang="${escape(language)}" dir="${dir}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="robots" content="noindex"><title>${escape(title)}</title><style>${style}</style></head>\n<body><main>\n${body}\n</main></body></html>\n`;
