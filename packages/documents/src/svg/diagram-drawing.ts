import type { DiagramNode } from '../diagram.ts';
import { diagramType, type Layout, type PlacedEdge, type PlacedGroup, type PlacedNode } from './diagram-layout.ts';
import { textWidth } from './lines.ts';
import { element, escapeXml, formatLength } from './element.ts';
import { drawingFont, tonesOf, type Ground, type Tones } from './tones.ts';

// What a node is, as a small outline in a box of 14 × 14.
const kindOutlines: Readonly<Record<DiagramNode['kind'], string>> = {
  user: 'M9.8 4.2A2.8 2.8 0 1 1 4.2 4.2A2.8 2.8 0 1 1 9.8 4.2ZM1.8 13C2.2 9.9 4.4 8.6 7 8.6C9.6 8.6 11.8 9.9 12.2 13',
  service: 'M7 1L12.4 4V10L7 13L1.6 10V4ZM1.8 4.1L7 7L12.2 4.1M7 7V12.8',
  store: 'M12.2 3C12.2 4.2 9.9 5 7 5S1.8 4.2 1.8 3S4.1 1 7 1S12.2 1.8 12.2 3ZM1.8 3V11C1.8 12.2 4.1 13 7 13S12.2 12.2 12.2 11V3M1.8 7C1.8 8.2 4.1 9 7 9S12.2 8.2 12.2 7',
  external: 'M5.5 2.2H2V12H11.8V8.5M8.2 1.6H12.4V5.8M12.2 1.8L6.6 7.4',
  host: 'M1.6 1.6H12.4V6.2H1.6ZM1.6 7.8H12.4V12.4H1.6ZM3.8 3.9H4.6M3.8 10.1H4.6',
};

const text = (x: number, y: number, size: number, fill: string, content: string, weight = 400): string =>
  element('text', { x, y, 'font-family': drawingFont, 'font-size': size, 'font-weight': weight, fill }, escapeXml(content));

const drawGroup = (group: PlacedGroup, tones: Tones): string =>
  element('rect', { x: group.x, y: group.y, width: group.width, height: group.height, rx: 8, fill: tones.ground, stroke: tones.line, 'stroke-width': 0.8 });

// Over the edges, on a ground of its own, so that no line runs through the words.
const drawGroupLabel = (group: PlacedGroup, tones: Tones): string =>
  element('rect', { x: group.x + 10, y: group.y + 9, width: Math.min(textWidth(group.label, 10.5) + 8, group.width - 20), height: 16, fill: tones.ground }) +
  text(group.x + 14, group.y + 20, 10.5, tones.muted, group.label, 600);

const drawNode = ({ node, label, sublabel, ...box }: PlacedNode, tones: Tones): string => {
  const dashed = node.kind === 'external' ? { 'stroke-dasharray': '4 3' } : {};
  const frame = element('rect', { x: box.x, y: box.y, width: box.width, height: box.height, rx: 6, fill: tones.paper, stroke: tones.edge, 'stroke-width': 1, ...dashed });
  const outline = element('path', {
    d: kindOutlines[node.kind], transform: `translate(${formatLength(box.x + 10)} ${formatLength(box.y + 10)})`,
    fill: 'none', stroke: tones.muted, 'stroke-width': 1.1, 'stroke-linejoin': 'round', 'stroke-linecap': 'round',
  });
  let y = box.y + 10 + diagramType.label * 0.92;
  const lines = label.map((line) => {
    const drawn = text(box.x + 31, y, diagramType.label, tones.ink, line, 600);
    y += diagramType.label * diagramType.line;
    return drawn;
  });
  y -= 1.5;
  const under = sublabel.map((line) => {
    const drawn = text(box.x + 31, y, diagramType.sublabel, tones.muted, line);
    y += diagramType.sublabel * diagramType.line;
    return drawn;
  });
  return frame + outline + lines.join('') + under.join('');
};

const arrow = ({ corners }: PlacedEdge, tones: Tones): string => {
  const tip = corners.at(-1);
  const before = corners.at(-2);
  if (tip === undefined || before === undefined) return '';
  const length = Math.hypot(tip.x - before.x, tip.y - before.y) || 1;
  const [dx, dy] = [(tip.x - before.x) / length, (tip.y - before.y) / length];
  const at = (back: number, side: number): string => `${formatLength(tip.x - dx * back - dy * side)} ${formatLength(tip.y - dy * back + dx * side)}`;
  return element('path', { d: `M${at(0, 0)}L${at(6.5, 3)}L${at(6.5, -3)}Z`, fill: tones.edge });
};

// Corners are rounded by a small radius, or less where a leg is short.
const roundedPath = (corners: PlacedEdge['corners']): string =>
  corners.map((point, index) => {
    const before = corners[index - 1];
    const after = corners[index + 1];
    const here = `${formatLength(point.x)} ${formatLength(point.y)}`;
    if (before === undefined) return `M${here}`;
    if (after === undefined) return `L${here}`;
    const near = (to: { x: number; y: number }): string => {
      const length = Math.hypot(to.x - point.x, to.y - point.y) || 1;
      const radius = Math.min(5, length / 2);
      return `${formatLength(point.x + ((to.x - point.x) / length) * radius)} ${formatLength(point.y + ((to.y - point.y) / length) * radius)}`;
    };
    return `L${near(before)}Q${here} ${near(after)}`;
  }).join('');

const drawEdge = (edge: PlacedEdge, tones: Tones): string =>
  element('path', { d: roundedPath(edge.corners), fill: 'none', stroke: tones.edge, 'stroke-width': 1.1 }) + arrow(edge, tones);

const drawEdgeLabel = ({ label }: PlacedEdge, tones: Tones): string =>
  (label?.lines ?? []).map((line, index) => text((label?.x ?? 0) + 3, (label?.y ?? 0) + diagramType.edge * (0.95 + index * diagramType.line), diagramType.edge, tones.muted, line)).join('');

/** The laid-out diagram as SVG without ids: frames, edges, nodes, then labels. */
export const drawLayout = (layout: Layout, alt: string, ground: Ground): string => {
  const tones = tonesOf[ground];
  const { width, height } = layout;
  const content = [
    `<title>${escapeXml(alt)}</title>`,
    ...layout.groups.map((group) => drawGroup(group, tones)),
    ...layout.edges.map((edge) => drawEdge(edge, tones)),
    ...layout.groups.map((group) => drawGroupLabel(group, tones)),
    ...layout.nodes.map((node) => drawNode(node, tones)),
    ...layout.edges.map((edge) => drawEdgeLabel(edge, tones)),
  ].join('');
  return element('svg', { xmlns: 'http://www.w3.org/2000/svg', viewBox: `0 0 ${width} ${height}`, width, height, role: 'img', 'aria-label': alt }, content);
};
