/**
 * The Typst program that sets a document. It holds no text of any document: all text comes from `data.json` as strings, which Typst
 * never reads as markup.
 */
import { blocksTemplate } from './template-blocks.ts';

const page = String.raw`
#let data = json("data.json")
#let ink = rgb("#1b1d21")
#let muted = rgb("#565c64")
#let hair = rgb("#d3d6da")
#let rule = rgb("#8b9097")
#let accent = rgb("#1f4e8c")
#let ochre = rgb("#7a4f00")
#let wash = rgb("#fbf6ea")

#set document(
  title: data.title,
  author: data.author,
  date: datetime(year: data.date.at(0), month: data.date.at(1), day: data.date.at(2), hour: data.date.at(3), minute: data.date.at(4), second: data.date.at(5)),
)
#set text(font: data.fonts, fallback: false, size: 9.5pt, fill: ink, lang: data.language, hyphenate: false)
#set par(leading: 0.7em, spacing: 1.3em, justify: false)
#set page(
  paper: "a4",
  margin: (left: 24mm, right: 24mm, top: 27mm, bottom: 25mm),
  header-ascent: 9mm,
  footer-descent: 9mm,
  header: block(width: 100%, stroke: (bottom: 0.4pt + hair), inset: (bottom: 2.2mm), text(size: 7.5pt, fill: muted, weight: 500, data.notice)),
  footer: context block(width: 100%, stroke: (top: 0.4pt + hair), inset: (top: 2.2mm), {
    set text(size: 7.5pt, fill: muted, number-width: "tabular")
    grid(columns: (1fr, auto), column-gutter: 8mm, data.footer, [Page #counter(page).display() of #counter(page).final().first()])
  }),
)
#set heading(numbering: none)
#set strong(delta: 0)
#show strong: set text(weight: 600)
#show heading: it => block(
  sticky: true,
  above: (28pt, 22pt, 18pt, 15pt).at(calc.min(it.level, 4) - 1),
  below: (15pt, 12pt, 10pt, 9pt).at(calc.min(it.level, 4) - 1),
  par(leading: 0.45em, text(size: (19pt, 13.5pt, 10.8pt, 9.5pt).at(calc.min(it.level, 4) - 1), weight: 600, tracking: if it.level == 1 { -0.012em } else { 0em }, fill: if it.level == 4 { muted } else { ink }, it.body)),
)
#show title: it => text(size: 28pt, weight: 600, tracking: -0.02em, it)
`;

const inline = String.raw`
#let pieces(parts) = if type(parts) == str { text(parts) } else { parts.map(text).join(h(0.001pt)) }
#let drawn(name) = image(bytes(data.marks.at(name)), format: "svg", height: 0.92em, alt: name)
#let glyph(name) = box(baseline: 0.11em, pdf.artifact(drawn(name)))
#let mono(parts) = text(font: data.mono, size: 0.9em, fill: ink, pieces(parts))
#let run(r) = {
  if type(r) == str { text(r) }
  else if r.k == "cut" { pieces(r.parts) }
  else if r.k == "strong" { strong(pieces(r.parts)) }
  else if r.k == "emphasis" { emph(pieces(r.parts)) }
  else if r.k == "code" { mono(r.parts) }
  else if r.k == "link" { link(r.url, underline(stroke: 0.4pt + accent, offset: 1.8pt, text(fill: accent, pieces(r.parts)))) }
  else if r.k == "goto" { link(label(r.to), text(fill: accent, pieces(r.parts))) }
  else if r.k == "cite" {
    let mark = { text(size: 0.78em, fill: accent, box(baseline: 0.08em, pdf.artifact(image(bytes(data.seal), format: "svg", height: 0.86em, alt: "seal")))) ; h(0.16em) ; text(size: 0.8em, fill: accent, number-width: "tabular", r.t) }
    if r.t.len() > 24 { mark } else { box(mark) }
  }
  else if r.k == "blank" { highlight(fill: wash, top-edge: 0.95em, bottom-edge: -0.25em, extent: 1.5pt, radius: 1pt, underline(stroke: (paint: ochre, thickness: 0.6pt, dash: "densely-dotted"), offset: 2pt, text(fill: ochre, style: "italic")[to be completed: #pieces(r.parts)])) }
  else if r.k == "state" { text(fill: rgb(r.colour), weight: 500)[#glyph(r.state)#h(0.35em)#pieces(r.parts)] }
}
#let passage(t) = if type(t) == str { text(t) } else { t.map(run).join() }
`;

const cover = String.raw`
#let cover = {
  set par(leading: 0.5em)
  text(size: 10pt, weight: 600, data.author)
  v(52mm)
  title()
  if data.subtitle != none { v(3mm); text(size: 14pt, fill: muted, data.subtitle) }
  v(14mm)
  block(width: 100%, stroke: (top: 0.8pt + ink), {
    for line in data.cover {
      block(width: 100%, above: 0pt, below: 0pt, inset: (y: 2.6mm), stroke: (bottom: 0.4pt + hair), grid(
        columns: if line.len() == 2 { (38mm, 1fr) } else { (1fr,) },
        ..if line.len() == 2 { (text(fill: muted, line.at(0)), text(line.at(1))) } else { (text(line.at(0)),) },
      ))
    }
  })
  v(1fr)
  block(width: 100%, stroke: (left: 2pt + ink), inset: (left: 4mm, y: 1.5mm), text(size: 10.5pt, weight: 500, data.notice))
  pagebreak(weak: true)
}
#cover
#for b in data.blocks { setBlock(b) }
`;

/** The whole Typst source. The same for every document. */
export const template = `${page}${inline}${blocksTemplate}${cover}`;
