import { z, type ZodType } from 'zod';
import { permissionsOf } from './contract.ts';
import { refusalStatus } from './refusal.ts';
import type { Route } from './route.ts';

type Schema = { readonly [key: string]: unknown };
type Described = { readonly openapi: '3.1.0'; readonly info: Schema; readonly servers: readonly Schema[]; readonly paths: Readonly<Record<string, Record<string, Schema>>>; readonly components: Schema };

const REF = '#/components/schemas/';

/** A schema as JSON Schema 2020-12; shapes with an id go into `shared` once and are pointed at. */
function schemaOf(type: ZodType, io: 'input' | 'output', shared: Map<string, Schema>): Schema {
  const made: Record<string, unknown> = z.toJSONSchema(type, { target: 'draft-2020-12', io, unrepresentable: 'any' });
  const { $schema: _, $defs, ...schema } = made;
  for (const [id, { $id: __, ...definition }] of Object.entries(($defs ?? {}) as Record<string, Schema>)) shared.set(id, pointed(definition));
  return pointed(schema);
}

/** `#/$defs/Seal` becomes `#/components/schemas/Seal`. */
const pointed = (schema: Schema): Schema => JSON.parse(JSON.stringify(schema).replaceAll('"#/$defs/', `"${REF}`)) as Schema;

type ObjectSchema = { readonly properties?: Readonly<Record<string, Schema>>; readonly required?: readonly string[] };

function parametersOf(route: Route, shared: Map<string, Schema>): readonly Schema[] {
  const list = (where: 'path' | 'query', type: ZodType): readonly Schema[] => {
    const { properties = {}, required = [] } = schemaOf(type, 'input', shared) as ObjectSchema;
    return Object.entries(properties).map(([name, schema]) => ({ name: name === '*' ? 'path' : name, in: where, required: where === 'path' || required.includes(name), schema }));
  };
  return [...list('path', route.params), ...list('query', route.query)];
}

const bytes = { type: 'string', contentEncoding: 'binary' };

function answerOf(route: Route, shared: Map<string, Schema>): Schema {
  if (route.gives === 'bytes') return { description: 'A file, as an attachment', content: { 'application/octet-stream': { schema: bytes } } };
  const schema = schemaOf(route.output, 'output', shared);
  if (route.gives === 'events') return { description: 'Server-sent events; the data of each is as follows', content: { 'text/event-stream': { schema } } };
  return { description: 'Done', content: { 'application/json': { schema } } };
}

function operationOf(route: Route, shared: Map<string, Schema>): Schema {
  const isPublic = route.permission === 'public';
  const roles = Object.entries(permissionsOf).filter(([, permissions]) => permissions.includes(route.permission)).map(([role]) => role);
  const body = route.takes === 'text' ? { 'text/plain': { schema: schemaOf(route.body, 'input', shared) } } : route.takes === 'bytes' ? { 'application/octet-stream': { schema: bytes } } : { 'application/json': { schema: schemaOf(route.body, 'input', shared) } };
  return {
    operationId: route.id, summary: route.title, tags: [route.id.split('.')[0] ?? route.id],
    parameters: parametersOf(route, shared),
    ...(route.method === 'GET' || route.method === 'DELETE' ? {} : { requestBody: { required: true, content: body } }),
    responses: { 200: answerOf(route, shared), default: { $ref: '#/components/responses/Refused' } },
    security: isPublic ? [] : [route.permission === 'app' ? { app: [] } : { session: [] }],
    'x-permission': route.permission, ...(roles.length === 0 ? {} : { 'x-roles': roles }),
  };
}

const refused: Schema = {
  type: 'object', required: ['code', 'message'],
  properties: { code: { type: 'string', enum: [...Object.keys(refusalStatus), 'failed'] }, message: { type: 'string', description: 'One sentence for the person who asked' }, field: { type: 'string', description: 'The field at fault' }, request: { type: 'string' } },
};

/** The contract as an OpenAPI 3.1 description, derived whole: nothing in it is written by hand twice. */
export function openApiOf(contract: Readonly<Record<string, Route>>, info: { readonly version: string }): Described {
  const shared = new Map<string, Schema>();
  const paths: Record<string, Record<string, Schema>> = {};
  for (const route of Object.values(contract)) {
    const path = `/api${route.path}`.replace(/:(\w+)/g, '{$1}').replace('*', '{path}');
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operationOf(route, shared) };
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Avouch', version: info.version, summary: 'SOC 2 and GDPR with evidence that anybody can verify', license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
    servers: [{ url: '/' }], paths,
    components: {
      schemas: { ...Object.fromEntries([...shared].toSorted(([a], [b]) => a.localeCompare(b))), Refused: refused },
      responses: { Refused: { description: 'Refused, by one table of codes: see `code`', content: { 'application/json': { schema: { $ref: `${REF}Refused` } } } } },
      securitySchemes: { session: { type: 'apiKey', in: 'cookie', name: 'avouch.session_token', description: 'Set by POST /api/session' }, app: { type: 'http', scheme: 'bearer', description: 'A key that the privacy lead issued for the company’s own app' } },
    },
  };
}
