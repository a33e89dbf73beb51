import type { XmlElement, XmlListener } from '../intake/xml.ts';

/** An element with what is in it; components and vulnerabilities are taken out as soon as they are whole. */
type Node = { readonly name: string; readonly attributes: ReadonlyMap<string, string>; readonly children: Node[]; text: string };

/** What an XML bill gives, in the shapes of the JSON one: its version from the namespace, and each part once it is whole. */
export type XmlBomListener = {
  readonly version: (version: string | undefined) => void;
  readonly metadata: (value: unknown) => void;
  readonly component: (value: unknown) => void;
  readonly vulnerability: (value: unknown) => void;
  readonly list: (name: 'components' | 'vulnerabilities') => void;
};

const namespace = /^http:\/\/cyclonedx\.org\/schema\/bom\/(\d+\.\d+)$/;
/** The elements whose text is read; licence texts and attachments, which may be long, pass by. */
const kept: ReadonlySet<string> = new Set(['name', 'group', 'version', 'purl', 'id', 'expression', 'timestamp', 'vendor', 'severity', 'score', 'state', 'justification', 'detail', 'response', 'firstIssued', 'lastUpdated', 'ref', 'status']);
const child = (node: Node | undefined, name: string): Node | undefined => node?.children.find((one) => one.name === name);
const textOf = (node: Node | undefined, name: string): string | undefined => child(node, name)?.text;
const all = (node: Node | undefined, list: string, name: string): Node[] => child(node, list)?.children.filter((one) => one.name === name) ?? [];

function componentOf(node: Node): unknown {
  const licences = child(node, 'licenses')?.children ?? [];
  return {
    'bom-ref': node.attributes.get('bom-ref'), type: node.attributes.get('type'), group: textOf(node, 'group'), name: textOf(node, 'name'), version: textOf(node, 'version'), purl: textOf(node, 'purl'),
    licenses: licences.map((one) => (one.name === 'expression' ? { expression: one.text } : { license: { id: textOf(one, 'id'), name: textOf(one, 'name') } })),
  };
}

const scoreOf = (text: string | undefined): number | undefined => (text === undefined || text === '' || Number.isNaN(Number(text)) ? undefined : Number(text));

function vulnerabilityOf(node: Node): unknown {
  const analysis = child(node, 'analysis');
  return {
    'bom-ref': node.attributes.get('bom-ref'), id: textOf(node, 'id'), source: { name: textOf(child(node, 'source'), 'name') },
    ratings: all(node, 'ratings', 'rating').map((one) => ({ severity: textOf(one, 'severity'), score: scoreOf(textOf(one, 'score')) })),
    affects: all(node, 'affects', 'target').map((one) => ({ ref: textOf(one, 'ref'), versions: all(one, 'versions', 'version').map((version) => ({ status: textOf(version, 'status') })) })),
    ...(analysis === undefined ? {} : { analysis: {
      state: textOf(analysis, 'state'), justification: textOf(analysis, 'justification'), detail: textOf(analysis, 'detail'), response: all(analysis, 'responses', 'response').map((one) => one.text),
      firstIssued: textOf(analysis, 'firstIssued'), lastUpdated: textOf(analysis, 'lastUpdated'),
    } }),
  };
}

function metadataOf(node: Node): unknown {
  const about = child(node, 'component');
  const old = all(node, 'tools', 'tool').map((one) => ({ vendor: textOf(one, 'vendor'), name: textOf(one, 'name'), version: textOf(one, 'version') }));
  const tools = all(child(node, 'tools'), 'components', 'component').map((one) => ({ name: textOf(one, 'name'), version: textOf(one, 'version') }));
  return {
    timestamp: textOf(node, 'timestamp'), tools: old.length > 0 ? old : { components: tools },
    ...(about === undefined ? {} : { component: { name: textOf(about, 'name'), version: textOf(about, 'version'), 'bom-ref': about.attributes.get('bom-ref') } }),
  };
}

/** Whether an element is a component of the bill, at whatever depth, and not one of a tool or of a service. */
const isComponent = (path: readonly string[]): boolean => path[0] === 'bom' && path.slice(1).every((name, index) => name === (index % 2 === 0 ? 'components' : 'component')) && path.length % 2 === 1 && path.length > 1;

/** Reads a CycloneDX bill in XML, of which one component or vulnerability at a time is held. */
export function listenToBom(listener: XmlBomListener): XmlListener {
  const open: Node[] = [];
  const opened = (element: XmlElement): void => {
    const { path, name, attributes } = element;
    if (path.length === 1) listener.version([...attributes.values()].map((value) => namespace.exec(value)?.[1]).find((version) => version !== undefined));
    if (path.length === 2 && (name === 'components' || name === 'vulnerabilities')) listener.list(name);
    open.push({ name, attributes, children: [], text: '' });
  };
  const closed = (element: XmlElement, text: string): void => {
    const node = open.pop();
    if (node === undefined) return;
    node.text = text;
    const place = element.path.join('/');
    if (isComponent(element.path)) listener.component(componentOf(node));
    else if (place === 'bom/vulnerabilities/vulnerability') listener.vulnerability(vulnerabilityOf(node));
    else if (place === 'bom/metadata') listener.metadata(metadataOf(node));
    else if (element.path.length > 2) open.at(-1)?.children.push(node);
  };
  return { keepsText: (name) => kept.has(name), opened, closed };
}
