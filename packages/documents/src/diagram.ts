/** A node of an architecture diagram. `group` draws it inside that group's frame. */
export type DiagramNode = { readonly id: string; readonly label: string; readonly sublabel?: string; readonly kind: 'user' | 'service' | 'store' | 'external' | 'host'; readonly group?: string };
export type DiagramEdge = { readonly from: string; readonly to: string; readonly label?: string };
export type Diagram = { readonly title: string; readonly groups: readonly { readonly id: string; readonly label: string }[]; readonly nodes: readonly DiagramNode[]; readonly edges: readonly DiagramEdge[] };
