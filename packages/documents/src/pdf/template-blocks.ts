/** The part of the Typst program that sets blocks: tables, figures, notices, signatures, contents. */
export const blocksTemplate = String.raw`
#let setTable(b) = {
  let sides = b.columns.map(c => if c.align == "right" { right } else { left })
  let digits = b.columns.map(c => if c.align == "right" { "tabular" } else { "proportional" })
  let cells = b.rows.map(r => r.enumerate().map(((i, c)) => table.cell(breakable: b.tall, { set text(number-width: digits.at(i)); passage(c) }))).flatten()
  let head = b.columns.map(c => text(size: 7.8pt, weight: 600, fill: muted, pieces(c.title)))
  let body = table(
    columns: b.columns.map(c => c.width * 1fr),
    align: (x, y) => sides.at(x) + top,
    inset: (x, y) => (left: if x == 0 { 0pt } else { 5pt }, right: if x == b.columns.len() - 1 { 0pt } else { 5pt }, y: 4.6pt),
    stroke: (x, y) => if y == 0 { (top: 0.8pt + ink, bottom: 0.6pt + rule) } else { (bottom: 0.4pt + hair) },
    table.header(repeat: true, ..head),
    ..if b.rows.len() == 0 { (table.cell(colspan: b.columns.len(), emph(text(fill: muted, b.empty))),) } else { cells },
  )
  set text(size: 8.6pt)
  set par(leading: 0.58em)
  if b.caption == none { block(above: 12pt, below: 16pt, body) } else {
    figure(kind: table, supplement: "Table", caption: figure.caption(position: top, pieces(b.caption)), body)
  }
}
#show figure.where(kind: table): set block(breakable: true)
#show figure: set block(above: 14pt, below: 17pt)
#show figure.where(kind: table): set figure(gap: 6pt)
#show figure.where(kind: table): set align(left)
#show figure.caption: it => align(left, block(width: 100%, sticky: true, {
  set text(size: 8.6pt)
  strong[#it.supplement~#context it.counter.display()]
  h(0.7em)
  text(fill: muted, it.body)
}))
#let setFigure(b) = figure(
  kind: image, supplement: "Figure", gap: 8pt,
  caption: pieces(b.caption),
  align(left, image(bytes(b.svg), format: "svg", width: b.width * 1pt, alt: b.alt)),
)
#let setNotice(b) = {
  let bar = (plain: 1.2pt + rule, missing: 2pt + ochre, placeholder: (paint: muted, thickness: 0.8pt, dash: "dashed")).at(b.tone)
  let tint = (plain: none, missing: wash, placeholder: none).at(b.tone)
  let edge = if b.tone == "placeholder" { bar } else { (left: bar) }
  block(width: 100%, above: 13pt, below: 14pt, fill: tint, stroke: edge, inset: (left: 4mm, right: 4mm, y: 3.2mm), {
    if b.title != none { block(below: 5.5pt, sticky: true, text(weight: 600, fill: if b.tone == "missing" { ochre } else { ink }, pieces(b.title))) }
    passage(b.text)
  })
}
#let setTerms(b) = block(width: 100%, above: 12pt, below: 15pt, stroke: (top: 0.6pt + rule), {
  for item in b.items {
    block(width: 100%, above: 0pt, below: 0pt, inset: (y: 5pt), stroke: (bottom: 0.4pt + hair), grid(
      columns: (42mm, 1fr), column-gutter: 5mm,
      text(weight: 500, fill: muted, pieces(item.term)), passage(item.text),
    ))
  }
})
#let setSignature(b) = block(breakable: false, width: 100%, above: 22pt, below: 16pt, grid(
  columns: (1fr, 1fr), column-gutter: 12mm, row-gutter: 13mm,
  ..b.lines.map(l => block(width: 100%, { v(9mm); line(length: 100%, stroke: 0.6pt + ink); v(-5pt); text(size: 8pt, fill: muted, pieces(l)) })),
))
#show outline.entry: it => link(it.element.location(), block(width: 100%, above: if it.level == 1 { 10pt } else { 5.5pt }, below: 0pt, inset: (left: (it.level - 1) * 5mm), grid(
  columns: (1fr, auto), column-gutter: 4mm, align: (left, right + bottom),
  text(weight: if it.level == 1 { 600 } else { 400 }, { it.body(); h(2mm); box(width: 1fr, text(fill: hair, repeat(gap: 2.2pt)[.])) }),
  text(fill: if it.level == 1 { ink } else { muted }, number-width: "tabular", it.page()),
)))
#let setList(b) = {
  let items = b.items.map(passage)
  set par(leading: 0.66em)
  if b.ordered { enum(spacing: 0.72em, indent: 0pt, body-indent: 0.7em, numbering: n => text(fill: muted, number-width: "tabular")[#n.], ..items) }
  else { list(spacing: 0.72em, indent: 0pt, body-indent: 0.7em, marker: text(fill: muted)[–], ..items) }
}
#let setBlock(b) = {
  if b.k == "heading" { if b.id == none { heading(level: b.level, outlined: b.outlined, pieces(b.text)) } else { [#heading(level: b.level, outlined: b.outlined, pieces(b.text))#label(b.id)] } }
  else if b.k == "paragraph" { par(passage(b.text)) }
  else if b.k == "list" { setList(b) }
  else if b.k == "table" { setTable(b) }
  else if b.k == "terms" { setTerms(b) }
  else if b.k == "figure" { setFigure(b) }
  else if b.k == "notice" { setNotice(b) }
  else if b.k == "signature" { setSignature(b) }
  else if b.k == "contents" { outline(title: none, depth: 3) }
  else if b.k == "page-break" { pagebreak(weak: true) }
}
`;
