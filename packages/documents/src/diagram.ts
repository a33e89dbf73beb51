import { drawLayout } from './svg/diagram-drawing.ts';
import { describeDiagram, layOut } from './svg/diagram-layout.ts';
import type { Ground } from './svg/tones.ts';

/** A node of an architecture diagram. `group` draws it inside that group's frame. */
export type DiagramNode = { readonly id: string; readonly label: string; readonly sublabel?: string; readonly kind: 'user' | 'service' | 'store' | 'external' | 'host'; readonly group?: string };
/** A connection, drawn as an arrow. Both ends name nodes. */
export type DiagramEdge = { readonly from: string; readonly to: string; readonly label?: string };
/** What an architecture diagram shows. */
export type Diagram = { readonly title: string; readonly groups: readonly { readonly id: string; readonly label: string }[]; readonly nodes: readonly DiagramNode[]; readonly edges: readonly DiagramEdge[] };

/**
 * The diagram as an SVG drawing and as a text that says the same. The same diagram gives the same bytes. Throws when there is no node, an id
 * comes twice, or an edge or node names what isn't there.
 */
export const drawDiagram = async (diagram: Diagram, ground: Ground = 'light'): Promise<{ readonly svg: string; readonly alt: string }> => {
  const alt = describeDiagram(diagram);
  return { svg: drawLayout(await layOut(diagram), alt, ground), alt };
};
