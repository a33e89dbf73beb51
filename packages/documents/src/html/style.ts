import { stateMarks } from '../states.ts';

const stateColours = (ground: 'light' | 'dark'): string => Object.entries(stateMarks).map(([state, mark]) => `.${state}{color:${mark[ground]}}`).join('');

// A CSS string in which every character but letters, digits and spaces is a numeric escape, so that no text ends it.
const cssString = (text: string): string =>
  `"${[...text].map((character) => (/[A-Za-z0-9 ]/.test(character) ? character : `\\${(character.codePointAt(0) ?? 0).toString(16)} `)).join('')}"`;

const light = '--paper:#fff;--ink:#1b1d21;--muted:#565c64;--hair:#d3d6da;--rule:#8b9097;--accent:#1f4e8c;--ochre:#7a4f00;--wash:#fbf6ea;--card:#fff';
const dark = '--paper:#16181c;--ink:#e8eaed;--muted:#a9b0b9;--hair:#33383f;--rule:#6d747d;--accent:#8db8f2;--ochre:#e9b95b;--wash:#2a2415;--card:#fff';

const base = String.raw`
*{box-sizing:border-box}
html{color-scheme:light dark;-webkit-text-size-adjust:100%;text-size-adjust:100%}
body{margin:0;background:var(--paper);color:var(--ink);font:400 1rem/1.6 Inter,"Noto Sans",system-ui,sans-serif;font-feature-settings:"calt","kern";overflow-wrap:anywhere}
.notice-bar{position:sticky;top:0;z-index:1;background:var(--paper);border-bottom:1px solid var(--hair);padding:.55rem 1.5rem;font-size:.8rem;font-weight:500;color:var(--muted)}
header,main,footer{max-width:54rem;margin:0 auto;padding:0 1.5rem}
header{padding-top:clamp(2rem,9vw,6rem);padding-bottom:2.5rem}
.author{font-weight:600;margin:0 0 clamp(1.5rem,7vw,4.5rem)}
h1{font-size:clamp(1.8rem,5vw,2.6rem);font-weight:600;letter-spacing:-.02em;line-height:1.15;margin:0}
.subtitle{font-size:1.2rem;color:var(--muted);margin:.6rem 0 0}
.cover{list-style:none;margin:2.5rem 0 0;padding:0;border-top:2px solid var(--ink)}
.cover li{display:flex;gap:1rem;padding:.6rem 0;border-bottom:1px solid var(--hair)}
.cover .label{color:var(--muted);flex:0 0 11rem}
h2,h3,h4,h5{font-weight:600;line-height:1.3;margin:0;scroll-margin-top:3.5rem;break-after:avoid}
h2{font-size:1.65rem;letter-spacing:-.012em;margin:3.2rem 0 1rem}h3{font-size:1.2rem;margin:2.4rem 0 .8rem}h4{font-size:1rem;margin:2rem 0 .6rem}h5{font-size:.92rem;color:var(--muted);margin:1.6rem 0 .5rem}
p{margin:0 0 1rem}ul,ol{margin:0 0 1.2rem;padding-left:1.6rem}li{margin:.25rem 0}li::marker{color:var(--muted)}main ul{list-style-type:"–  "}
a{color:var(--accent);text-decoration-thickness:1px;text-underline-offset:.18em}
:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
strong{font-weight:600}code{font:400 .88em/1.5 "JetBrains Mono",ui-monospace,monospace}
.cite{white-space:nowrap;font-size:.8em;color:var(--accent);font-variant-numeric:tabular-nums}.cite.long{white-space:normal}
.mark{width:1em;height:1em;vertical-align:-.12em;margin-right:.4em;flex:none}.cite .mark{margin-right:.2em}
.state{font-weight:500}
.blank{background:var(--wash);color:var(--ochre);font-style:italic;border-bottom:1px dotted currentColor;padding:0 .15em}
.scroll{position:relative;overflow-x:auto;margin:1.4rem 0 1.8rem}
table{border-collapse:collapse;width:100%;font-size:.875rem;line-height:1.5;border-top:2px solid var(--ink)}
caption,figcaption{text-align:left;font-size:.875rem;color:var(--muted);padding:0 0 .5rem}caption b,figcaption b{color:var(--ink);font-weight:600;margin-right:.6em}
th{overflow-wrap:break-word;font-size:.78rem;font-weight:600;color:var(--muted);text-align:left;vertical-align:bottom;border-bottom:1px solid var(--rule)}
td{vertical-align:top;border-bottom:1px solid var(--hair)}th,td{padding:.5rem .7rem}th:first-child,td:first-child{padding-left:0}th:last-child,td:last-child{padding-right:0}
.right{text-align:right;font-variant-numeric:tabular-nums}.none{color:var(--muted);font-style:italic}
dl{margin:1.2rem 0 1.6rem;border-top:1px solid var(--rule)}dl div{display:grid;grid-template-columns:minmax(8rem,14rem) 1fr;gap:1.2rem;padding:.55rem 0;border-bottom:1px solid var(--hair)}
dt{color:var(--muted);font-weight:500}dd{margin:0}
figure{margin:1.6rem 0 2rem}.drawing{background:var(--card);border-radius:4px}.drawing svg,.drawing img{display:block;max-width:100%;height:auto}figcaption{padding:.6rem 0 0}
.notice{margin:1.4rem 0;padding:.8rem 1.1rem;border-left:2px solid var(--rule)}.notice p{margin:0}.notice .head{font-weight:600;margin-bottom:.25rem}
.missing{background:var(--wash);border-left:3px solid var(--ochre)}.missing .head{color:var(--ochre)}.placeholder{border:1px dashed var(--muted)}
.signature{list-style:none;padding:0;display:grid;grid-template-columns:repeat(auto-fit,minmax(14rem,1fr));gap:3.2rem 3rem;margin:4rem 0 2rem;break-inside:avoid}
main .signature{list-style:none}.signature li{border-top:1px solid var(--ink);padding-top:.35rem;font-size:.8rem;color:var(--muted)}
nav ol{list-style:none;padding:0;margin:0}nav li{margin:.2rem 0}nav .l1{font-weight:600;margin-top:.7rem}nav .l2{padding-left:1.25rem}nav .l3{padding-left:2.5rem}nav a{color:inherit;text-decoration-color:var(--hair)}
footer{border-top:1px solid var(--hair);margin-top:4rem;padding-top:1rem;padding-bottom:3rem;font-size:.8rem;color:var(--muted)}
.unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
@media (max-width:40rem){dl div,.cover li{display:block}table{min-width:38rem}}
@media (forced-colors:active){.mark{forced-color-adjust:auto}}
`;

const print = (notice: string): string => String.raw`
@media print{body{font-size:9.5pt}header,main,footer{max-width:none;padding:0}.notice-bar,footer{display:none}header{break-after:page;padding-top:20mm}.page-break{break-before:page}
tr,.notice,figure,dl div{break-inside:avoid}thead{display:table-header-group}.scroll{overflow:visible}table{min-width:0;font-size:8.6pt}th{font-size:7.8pt}th,td{padding:3.5pt 4pt}a{color:inherit}
@page{size:A4;margin:24mm 22mm;@top-left{content:${cssString(notice)};font:500 7.5pt Inter,sans-serif;color:#565c64;width:100%}@bottom-right{content:"Page " counter(page) " of " counter(pages);font:7.5pt Inter,sans-serif;color:#565c64}}}
`;

/** The style sheet of a page: the same look as on paper, light and dark, and the running notice on each printed sheet. `widths` are column shares in per cent. */
export const styleSheet = (notice: string, widths: ReadonlySet<number>): string =>
  [
    `:root{${light}}`,
    `@media screen and (prefers-color-scheme:dark){:root{${dark}}}`,
    base,
    stateColours('light'),
    `@media screen and (prefers-color-scheme:dark){${stateColours('dark')}.drawing{padding:.8rem}}`,
    [...widths].sort((a, b) => a - b).map((width) => `.w${width}{width:${width}%}`).join(''),
    print(notice),
  ].join('\n').replaceAll('</', '<\\/');
