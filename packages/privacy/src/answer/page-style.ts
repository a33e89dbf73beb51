/** The look of an answer: a well-set page in the reader's own fonts, in light, dark, print and on a phone. */
export const pageStyle = `
:root{color-scheme:light dark;--ink:#1b1d22;--soft:#5a6070;--line:#d9dce3;--paper:#fff;--tint:#f5f6f8;--link:#1f4fa8}
@media (prefers-color-scheme:dark){:root{--ink:#e7e9ee;--soft:#a4abba;--line:#363b46;--paper:#14161a;--tint:#1c1f25;--link:#9dbdf7}}
*{box-sizing:border-box}
html{font:16px/1.55 Inter,"Segoe UI",system-ui,-apple-system,"Helvetica Neue",Arial,"Noto Sans",sans-serif;color:var(--ink);background:var(--paper);font-variant-numeric:tabular-nums;-webkit-text-size-adjust:100%}
body{max-width:60rem;margin:0 auto;padding:2.5rem 1.25rem 4rem;overflow-wrap:anywhere}
h1{font-size:1.9rem;line-height:1.2;margin:0 0 .5rem;font-weight:650;letter-spacing:-.01em}
h2{font-size:1.25rem;line-height:1.3;margin:2.75rem 0 .75rem;padding-top:1rem;border-top:1px solid var(--line);font-weight:650}
h3{font-size:1.05rem;margin:1.75rem 0 .25rem;font-weight:650}
h4{font-size:.9rem;margin:1.1rem 0 .2rem;font-weight:600;color:var(--soft)}
p,ul,dl{margin:.4rem 0 .8rem}
ul{padding-left:1.2rem}li{margin:.2rem 0}
a{color:var(--link)}a:focus-visible,.scroll:focus-visible{outline:2px solid var(--link);outline-offset:2px}
.meta,.note{color:var(--soft);font-size:.9rem}
.meta p{margin:0}
.lead{font-size:1.1rem}
.scroll{overflow-x:auto;margin:.5rem 0 1rem}
table{border-collapse:collapse;width:100%;font-size:.9rem}
th,td{text-align:left;vertical-align:top;padding:.45rem .9rem .45rem 0;border-bottom:1px solid var(--line);min-width:6.5rem;max-width:26rem}
th{font-weight:600;color:var(--soft);hyphens:auto}th small{display:block;font-weight:400;overflow-wrap:normal}
dl.record,dl.terms{display:grid;grid-template-columns:minmax(8rem,16rem) 1fr;gap:.15rem 1rem;font-size:.9rem}
dl.record{padding-bottom:.8rem;border-bottom:1px solid var(--line)}
dt{color:var(--soft)}dd{margin:0;white-space:pre-wrap}
td{white-space:pre-wrap}.none{color:var(--soft);font-style:italic}
nav ul{list-style:none;padding:0;columns:2;column-gap:2rem}nav li{margin:0;padding:.15rem 0;break-inside:avoid}
@media (max-width:40rem){body{padding:1.25rem 1rem 3rem}h1{font-size:1.5rem}nav ul{columns:1}dl.record,dl.terms{grid-template-columns:1fr;gap:0}dl.record dd,dl.terms dd{margin-bottom:.4rem}}
@media print{:root{--ink:#000;--soft:#444;--line:#bbb;--paper:#fff;--tint:#fff;--link:#000}html{font-size:10pt}body{max-width:none;padding:0}nav{display:none}h2,h3,h4{break-after:avoid}tr,dl.record{break-inside:avoid}.scroll{overflow:visible}a{text-decoration:none}thead{display:table-header-group}}
@page{margin:18mm 16mm}
`.trim();
