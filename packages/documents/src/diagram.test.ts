import { expect, test } from 'vitest';
import { readXml } from '../test/reading.ts';
import { sampleDiagram } from '../test/sample.ts';
import { drawDiagram } from './diagram.ts';
import { layOut } from './svg/diagram-layout.ts';
import { isPlainSvg } from './html/inline-svg.ts';

test('the same diagram gives the same drawing, well-formed and made of shapes and text alone', async () => {
  const { svg, alt } = await drawDiagram(sampleDiagram);
  expect((await drawDiagram(structuredClone(sampleDiagram))).svg).toBe(svg);
  expect(readXml(svg, 'title')).toEqual([alt]);
  expect(isPlainSvg(svg)).toBe(true);
});

test('the text that stands for the diagram names every node and every connection', async () => {
  const { alt } = await drawDiagram(sampleDiagram);
  for (const node of sampleDiagram.nodes) expect(alt).toContain(node.label);
  expect(alt).toContain('Source repository to Web application (deploy after review)');
});

test('no two nodes overlap, and each stands in the frame of its group', async () => {
  const { nodes, groups } = await layOut(sampleDiagram);
  const inside = (inner: { x: number; y: number; width: number; height: number }, outer: typeof inner): boolean =>
    inner.x >= outer.x && inner.y >= outer.y && inner.x + inner.width <= outer.x + outer.width && inner.y + inner.height <= outer.y + outer.height;
  for (const [index, one] of nodes.entries()) {
    for (const other of nodes.slice(index + 1)) {
      expect(one.x + one.width <= other.x || other.x + other.width <= one.x || one.y + one.height <= other.y || other.y + other.height <= one.y).toBe(true);
    }
    const group = groups.find(({ label }) => label === sampleDiagram.groups.find(({ id }) => id === one.node.group)?.label);
    if (group !== undefined) expect(inside(one, group)).toBe(true);
  }
});

test('a label with markup is shown as it is, and a long one in lines', async () => {
  const { svg } = await drawDiagram({ title: 'x', groups: [], edges: [], nodes: [{ id: 'a', kind: 'store', label: '<b>&"a name that is much too long for one line' }] });
  const lines = readXml(svg, 'text');
  expect(lines.length).toBeGreaterThan(1);
  expect(lines.join(' ')).toBe('<b>&"a name that is much too long for one line');
});

test('a node that connects to itself, an unconnected node and an empty group can be drawn', async () => {
  const { svg } = await drawDiagram({ title: 'x', groups: [{ id: 'g', label: 'Nobody' }], nodes: [{ id: 'a', kind: 'host', label: 'A' }, { id: 'b', kind: 'user', label: 'B' }], edges: [{ from: 'a', to: 'a', label: 'loop' }] });
  expect(readXml(svg, 'text')).toEqual(expect.arrayContaining(['A', 'B', 'loop']));
});

test('a diagram that names what is not there is refused', async () => {
  const nodes = [{ id: 'a', kind: 'host', label: 'A' }] as const;
  await expect(drawDiagram({ title: 'x', groups: [], nodes: [], edges: [] })).rejects.toThrow(RangeError);
  await expect(drawDiagram({ title: 'x', groups: [], nodes, edges: [{ from: 'a', to: 'b' }] })).rejects.toThrow(RangeError);
  await expect(drawDiagram({ title: 'x', groups: [], nodes: [{ id: 'a', kind: 'host', label: 'A', group: 'g' }], edges: [] })).rejects.toThrow(RangeError);
  await expect(drawDiagram({ title: 'x', groups: [], nodes: [...nodes, ...nodes], edges: [] })).rejects.toThrow(RangeError);
});
