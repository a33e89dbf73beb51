import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Ajv, type ValidateFunction } from 'ajv';

/** For tests: a JSON value of the description, walked without knowing it. */
type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

const isObject = (value: Json | undefined): value is { [key: string]: Json } => typeof value === 'object' && value !== null && !Array.isArray(value);

/** OpenAPI 3.0 says `nullable`, JSON Schema says `null` among the types; references are made to point at the whole description. */
function toJsonSchema(value: Json): Json {
  if (Array.isArray(value)) return value.map(toJsonSchema);
  if (!isObject(value)) return value;
  const { nullable, example: _example, examples: _examples, ...kept } = value;
  const rest = Object.fromEntries(Object.entries(kept).map(([key, each]) => [key, key === '$ref' && typeof each === 'string' ? each.replace(/^#/, 'description#') : toJsonSchema(each)]));
  if (nullable !== true) return rest;
  if (typeof rest['type'] === 'string') return { ...rest, type: [rest['type'], 'null'], ...(Array.isArray(rest['enum']) ? { enum: [...rest['enum'], null] } : {}) };
  return { anyOf: [rest, { type: 'null' }] };
}

/** GitHub's official OpenAPI description: the example of an answer, and whether a body is as described. */
export type Description = { readonly example: (route: string) => Json; readonly faultOf: (route: string, body: unknown) => string | null };

/** Opens one of the descriptions in `@octokit/openapi`. */
export function openDescription(name: 'api.github.com' | 'ghec'): Description {
  const folder = dirname(createRequire(import.meta.url).resolve('@octokit/openapi/package.json'));
  const document: Json = JSON.parse(readFileSync(join(folder, 'generated', `${name}.json`), 'utf8'));
  const at = (...path: string[]): Json => {
    let value: Json | undefined = document;
    for (const key of path) value = isObject(value) ? value[key] : undefined;
    if (value === undefined) throw new Error(`The description has no ${path.join(' › ')}.`);
    return value;
  };
  const ajv = new Ajv({ strict: false, logger: false, validateFormats: false });
  ajv.addSchema({ $id: 'description', components: { schemas: toJsonSchema(at('components', 'schemas')) } });
  const compiled = new Map<string, ValidateFunction>();
  const contentOf = (route: string): string[] => ['paths', route, 'get', 'responses', '200', 'content', 'application/json'];
  return {
    example: (route) => {
      const first = Object.values(at(...contentOf(route), 'examples') as { [key: string]: Json })[0];
      const reference = isObject(first) && typeof first['$ref'] === 'string' ? first['$ref'].split('/').at(-1) : undefined;
      return structuredClone(reference === undefined ? at(...contentOf(route), 'examples') : at('components', 'examples', reference, 'value'));
    },
    faultOf: (route, body) => {
      const validate = compiled.get(route) ?? ajv.compile(toJsonSchema(at(...contentOf(route), 'schema')) as object);
      compiled.set(route, validate);
      return validate(body) ? null : JSON.stringify(validate.errors?.slice(0, 3));
    },
  };
}
