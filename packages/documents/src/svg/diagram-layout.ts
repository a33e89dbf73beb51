import elkjs, { type ElkExtendedEdge, type ElkNode } from 'elkjs/lib/elk.bundled.js';
import type { Diagram, DiagramNode } from '../diagram.ts';
import { textWidth, wrapLines } from './lines.ts';

/** Sizes of the type in a diagram, in CSS pixels. */
export const diagramType = { label: 12, sublabel: 10, edge: 9.5, line: 1.35 } as const;

type Point = { readonly x: number; readonly y: number };
type Box = Point & { readonly width: number; readonly height: number };
/** A node with its place and its lines of text. */
export type PlacedNode = Box & { readonly node: DiagramNode; readonly label: readonly string[]; readonly sublabel: readonly string[] };
/** A group's frame. */
export type PlacedGroup = Box & { readonly label: string };
/** An edge's corners in order, and where its label stands. */
export type PlacedEdge = { readonly corners: readonly Point[]; readonly label?: Box & { readonly lines: readonly string[] } };
/** A diagram laid out, everything in one system of coordinates. */
export type Layout = { readonly width: number; readonly height: number; readonly groups: readonly PlacedGroup[]; readonly nodes: readonly PlacedNode[]; readonly edges: readonly PlacedEdge[] };

const nodeTextMax = 128;
const edgeTextMax = 120;
// The page that a diagram should fit at the largest type: the text area of A4 in CSS pixels.
const pageWidth = 612;
const pageHeight = 720;

const nodeLines = (node: DiagramNode) => ({
  label: wrapLines(node.label, diagramType.label, nodeTextMax, 3),
  sublabel: node.sublabel === undefined ? [] : wrapLines(node.sublabel, diagramType.sublabel, nodeTextMax, 3),
});

const widest = (lines: readonly string[], size: number): number => Math.max(0, ...lines.map((line) => textWidth(line, size)));

const nodeSize = (node: DiagramNode) => {
  const { label, sublabel } = nodeLines(node);
  const width = Math.max(widest(label, diagramType.label), widest(sublabel, diagramType.sublabel), 60) + 46;
  const height = label.length * diagramType.label * diagramType.line + sublabel.length * diagramType.sublabel * diagramType.line + 20;
  return { width: Math.ceil(width), height: Math.ceil(height) };
};

const check = (diagram: Diagram): void => {
  const groups = new Set(diagram.groups.map(({ id }) => id));
  const nodes = new Set(diagram.nodes.map(({ id }) => id));
  if (nodes.size === 0) throw new RangeError('A diagram needs at least one node');
  if (nodes.size < diagram.nodes.length || groups.size < diagram.groups.length) throw new RangeError('An id comes twice in a diagram');
  for (const { group } of diagram.nodes) if (group !== undefined && !groups.has(group)) throw new RangeError(`A node names a group that is not there: ${group}`);
  for (const end of diagram.edges.flatMap(({ from, to }) => [from, to])) if (!nodes.has(end)) throw new RangeError(`An edge names a node that is not there: ${end}`);
};

const nodeName = (diagram: Diagram, id: string): string => `n${diagram.nodes.findIndex((node) => node.id === id)}`;

const edgeOf = (diagram: Diagram, index: number): ElkExtendedEdge => {
  const { from, to, label } = diagram.edges[index] ?? { from: '', to: '' };
  const lines = label === undefined ? [] : wrapLines(label, diagramType.edge, edgeTextMax, 3);
  const size = { width: Math.ceil(widest(lines, diagramType.edge)) + 6, height: Math.ceil(lines.length * diagramType.edge * diagramType.line) + 2 };
  return { id: `e${index}`, sources: [nodeName(diagram, from)], targets: [nodeName(diagram, to)], labels: lines.length === 0 ? [] : [{ id: `l${index}`, text: lines.join('\n'), ...size }] };
};

const graphOf = (diagram: Diagram, direction: 'RIGHT' | 'DOWN'): ElkNode => {
  const node = (value: DiagramNode): ElkNode => ({ id: nodeName(diagram, value.id), ...nodeSize(value) });
  const groups = diagram.groups
    .map((group, index): ElkNode => ({ id: `g${index}`, layoutOptions: { 'elk.padding': '[top=34,left=16,bottom=16,right=16]' }, children: diagram.nodes.filter((value) => value.group === group.id).map(node) }))
    .filter(({ children }) => children !== undefined && children.length > 0);
  return {
    id: 'root',
    layoutOptions: {
      'elk.algorithm': 'layered',
      'elk.direction': direction,
      'elk.edgeRouting': 'ORTHOGONAL',
      'elk.hierarchyHandling': 'INCLUDE_CHILDREN',
      'elk.randomSeed': '1',
      'elk.padding': '[top=2,left=2,bottom=2,right=2]',
      'elk.spacing.nodeNode': '26',
      'elk.spacing.edgeNode': '18',
      'elk.spacing.edgeEdge': '14',
      'elk.layered.spacing.nodeNodeBetweenLayers': '34',
      'elk.layered.spacing.edgeNodeBetweenLayers': '16',
      'elk.layered.spacing.edgeEdgeBetweenLayers': '12',
      'elk.layered.nodePlacement.strategy': 'NETWORK_SIMPLEX',
      'elk.layered.considerModelOrder.strategy': 'NODES_AND_EDGES',
      'elk.edgeLabels.inline': 'false',
      'elk.json.shapeCoords': 'ROOT',
      'elk.json.edgeCoords': 'ROOT',
    },
    children: [...groups, ...diagram.nodes.filter(({ group }) => group === undefined).map(node)],
    edges: diagram.edges.map((_, index) => edgeOf(diagram, index)),
  };
};

const boxOf = ({ x = 0, y = 0, width = 0, height = 0 }: Partial<Box>): Box => ({ x, y, width, height });

const placed = (diagram: Diagram, laid: ElkNode): Layout => {
  const boxes = new Map([laid, ...(laid.children ?? [])].flatMap(({ children = [] }) => children).map((child) => [child.id, boxOf(child)]));
  const edges = (laid.edges ?? []).flatMap((edge): PlacedEdge[] => {
    const corners = (edge.sections ?? []).flatMap(({ startPoint, bendPoints = [], endPoint }) => [startPoint, ...bendPoints, endPoint]);
    const label = edge.labels?.[0];
    return [{ corners, ...(label === undefined ? {} : { label: { ...boxOf(label), lines: (label.text ?? '').split('\n') } }) }];
  });
  return {
    width: Math.ceil(laid.width ?? 0),
    height: Math.ceil(laid.height ?? 0),
    groups: diagram.groups.flatMap((group, index) => {
      const box = boxes.get(`g${index}`);
      return box === undefined ? [] : [{ ...box, label: group.label }];
    }),
    nodes: diagram.nodes.map((node) => ({ ...(boxes.get(nodeName(diagram, node.id)) ?? boxOf({})), node, ...nodeLines(node) })),
    edges,
  };
};

const scaleOnPage = ({ width, height }: Layout): number => Math.min(1, pageWidth / width, pageHeight / height);

/** The diagram laid out left to right or top to bottom, whichever prints larger on a page. */
export const layOut = async (diagram: Diagram): Promise<Layout> => {
  check(diagram);
  const elk = new elkjs.default();
  const across = placed(diagram, await elk.layout(graphOf(diagram, 'RIGHT')));
  const down = placed(diagram, await elk.layout(graphOf(diagram, 'DOWN')));
  return scaleOnPage(across) >= scaleOnPage(down) ? across : down;
};

/** The diagram in words, for those who can't see it: its groups, nodes and connections. */
export const describeDiagram = (diagram: Diagram): string => {
  const label = (id: string): string => diagram.nodes.find((node) => node.id === id)?.label ?? id;
  const groups = diagram.groups.map((group) => `${group.label}: ${diagram.nodes.filter((node) => node.group === group.id).map((node) => node.label).join(', ')}`);
  const loose = diagram.nodes.filter((node) => node.group === undefined).map((node) => node.label);
  const edges = diagram.edges.map((edge) => `${label(edge.from)} to ${label(edge.to)}${edge.label === undefined ? '' : ` (${edge.label})`}`);
  return [`${diagram.title}.`, ...groups.map((group) => `${group}.`), ...(loose.length === 0 ? [] : [`Outside the groups: ${loose.join(', ')}.`]), ...(edges.length === 0 ? [] : [`Connections: ${edges.join('; ')}.`])].join(' ');
};
