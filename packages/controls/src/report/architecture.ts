import type { Diagram, DiagramEdge, DiagramNode } from '@avouch/documents/diagram';
import type { PackageFacts } from './facts.ts';
import { fieldsOf, type Fields } from './text.ts';

const kinds: Readonly<Record<string, DiagramNode['kind']>> = { infrastructure: 'host', software: 'service', people: 'user', procedures: 'service', data: 'store' };

/**
 * The architecture diagram of the recorded systems: their components, in frames by system, and the connections between
 * them. Undefined when no component is recorded: nothing is drawn that the company has not said.
 */
export function architectureOf(facts: Pick<PackageFacts, 'systems' | 'vendors'>): Diagram | undefined {
  const nodes: DiagramNode[] = [];
  const edges: DiagramEdge[] = [];
  const groups = facts.systems.map((system) => ({ id: system.id, label: fieldsOf(system).text('name') ?? system.id }));
  const systems = new Map(facts.systems.map((system) => [system.id, system]));
  const vendors = new Map(facts.vendors.map((vendor) => [vendor.id, fieldsOf(vendor).text('name') ?? vendor.id]));
  for (const system of facts.systems) {
    const fields = fieldsOf(system);
    for (const component of fields.rows('components').filter((one) => one.text('kind') !== 'procedures')) nodes.push(nodeOf(component, system.id, vendors));
  }
  const known = new Set(nodes.map((node) => node.id));
  for (const system of facts.systems) {
    for (const connection of fieldsOf(system).rows('connections')) {
      const [from, to] = [connection.text('from'), connection.text('to')].map((end) => endOf(end, system.id, known, systems, nodes));
      if (from !== undefined && to !== undefined) edges.push(edgeOf(connection, from, to));
    }
  }
  return nodes.length === 0 ? undefined : { title: 'Architecture of the system', groups: groups.filter((group) => nodes.some((node) => node.group === group.id)), nodes, edges };
}

function nodeOf(component: Fields, system: string, vendors: ReadonlyMap<string, string>): DiagramNode {
  const vendor = component.text('vendor');
  const below = [vendor === undefined ? undefined : (vendors.get(vendor) ?? vendor), component.text('region')].filter((one) => one !== undefined).join(' · ');
  const label = component.text('name') ?? '';
  const node = { id: `${system}/${component.text('id') ?? label}`, label, kind: kinds[component.text('kind') ?? ''] ?? 'service', group: system } as const;
  return below === '' ? node : { ...node, sublabel: below };
}

function edgeOf(connection: Fields, from: string, to: string): DiagramEdge {
  const encrypted = connection.flag('encrypted');
  const label = [connection.text('protocol'), encrypted === true ? 'encrypted' : encrypted === false ? 'not encrypted' : undefined].filter((one) => one !== undefined).join(', ');
  return label === '' ? { from, to } : { from, to, label };
}

/** A connection ends at a component of its system, or at another system, which then stands in the drawing as a box of its own. */
function endOf(id: string | undefined, system: string, known: Set<string>, systems: ReadonlyMap<string, PackageFacts['systems'][number]>, nodes: DiagramNode[]): string | undefined {
  if (id === undefined) return undefined;
  const own = `${system}/${id}`;
  if (known.has(own)) return own;
  const other = systems.get(id);
  if (other === undefined) return undefined;
  if (!known.has(id)) {
    known.add(id);
    nodes.push({ id, label: fieldsOf(other).text('name') ?? id, kind: 'external' });
  }
  return id;
}
