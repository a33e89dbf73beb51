/** The look of the privacy centre: the reader's own fonts, light and dark, on paper and on a phone; every colour by WCAG 2.2 AA. */
export const style = `
:root{color-scheme:light dark;--ink:#1b1d22;--soft:#4d5362;--line:#8a90a0;--paper:#fff;--tint:#f3f4f7;--act:#1f4fa8;--on-act:#fff;--bad:#a3161f;--bad-tint:#fdeeee}
@media (prefers-color-scheme:dark){:root{--ink:#e9ebf0;--soft:#b4bac8;--line:#7d8496;--paper:#14161a;--tint:#1d2027;--act:#9dbdf7;--on-act:#101a2c;--bad:#ffb0b0;--bad-tint:#3a1a1c}}
*{box-sizing:border-box}
html{font:1.0625rem/1.6 Inter,"Segoe UI",system-ui,-apple-system,"Helvetica Neue",Arial,"Noto Sans",sans-serif;color:var(--ink);background:var(--paper);-webkit-text-size-adjust:100%}
body{max-width:42rem;margin:0 auto;padding:0 1.25rem 4rem;overflow-wrap:anywhere}
.skip{position:absolute;left:-999rem}.skip:focus{position:static;display:inline-block;padding:.5rem}
header{display:flex;gap:1rem;justify-content:space-between;align-items:baseline;padding:1.5rem 0 .5rem;border-bottom:1px solid var(--line);flex-wrap:wrap}
header p{margin:0;font-weight:600}nav a{display:inline-block;padding:.4rem .3rem}
h1{font-size:1.75rem;line-height:1.25;margin:2rem 0 1rem;letter-spacing:-.01em}
h2{font-size:1.15rem;margin:2rem 0 .5rem}
h3{font-size:1.05rem;margin:1.5rem 0 .5rem}section{border-top:1px solid var(--line);margin-top:2rem}section>h2{font-size:1.35rem}
a{color:var(--act)}
:focus-visible{outline:3px solid var(--act);outline-offset:2px}
fieldset{border:0;padding:0;margin:1.75rem 0}legend{font-weight:600;padding:0;margin-bottom:.5rem}
.field{margin:1.5rem 0}label{font-weight:600}.choice label{font-weight:500}
.hint,.required{color:var(--soft);font-weight:400;font-size:.95rem;margin:.15rem 0 .4rem}
.choice{display:grid;grid-template-columns:auto 1fr;gap:0 .75rem;align-items:start;padding:.45rem 0}.choice input{width:1.5rem;height:1.5rem;margin:.1rem 0 0;accent-color:var(--act)}.choice .hint{grid-column:2}
input:not([type=radio]):not([type=checkbox]),textarea,select{display:block;width:100%;font:inherit;color:inherit;background:var(--paper);border:1px solid var(--line);border-radius:.35rem;padding:.6rem .7rem;min-height:2.75rem}
button,.button{display:inline-block;font:inherit;font-weight:600;color:var(--on-act);background:var(--act);border:1px solid var(--act);border-radius:.35rem;padding:.65rem 1.2rem;min-height:2.75rem;text-decoration:none;cursor:pointer}
button.quiet{color:var(--act);background:none}
.problem{border-left:4px solid var(--bad);background:var(--bad-tint);color:var(--bad);padding:.25rem 1rem;margin:1rem 0}
dl{display:grid;grid-template-columns:auto 1fr;gap:.5rem 1.25rem}dt{color:var(--soft)}dd{margin:0}
code{font-family:ui-monospace,"JetBrains Mono",Menlo,Consolas,monospace;background:var(--tint);padding:.15rem .4rem;border-radius:.25rem}code.large{font-size:1.25rem}
.stage{font-size:1.2rem;font-weight:600}
blockquote{margin:.5rem 0 1rem;padding:.1rem 1rem;border-left:3px solid var(--line);background:var(--tint)}
details{margin-top:1.25rem}summary{cursor:pointer;color:var(--act);padding:.5rem 0}
footer{margin-top:3.5rem;border-top:1px solid var(--line);color:var(--soft);font-size:.95rem}footer h2{font-size:.95rem}
@media (max-width:30rem){dl{grid-template-columns:1fr;gap:0}dd{margin-bottom:.75rem}button,.button{width:100%;text-align:center}}
@media print{nav,form,.button{display:none}}
`.trim();
