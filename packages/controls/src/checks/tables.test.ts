import { entityKinds } from '@avouch/connectors/entities';
import { describe, expect, test } from 'vitest';
import { checks } from '../checks.ts';
import { themeOf, themes } from './finding-themes.ts';
import { accountTables } from './testing/account.ts';
import { codeTables } from './testing/code.ts';
import { networkTables } from './testing/network.ts';
import { storeTables } from './testing/stores.ts';
import { now } from './testing/table.ts';
import { rules, weaknessTables } from './testing/weaknesses.ts';

const tables = [...accountTables, ...codeTables, ...storeTables, ...networkTables, ...weaknessTables];
const rowsOf = new Map(tables.flatMap((table) => Object.entries(table.checks)));

test('every check is in a table, and every table is of checks', () => expect([...rowsOf.keys()].sort()).toEqual(checks.map(({ id }) => id).sort()));

describe.each(checks.map((check) => [check.id, check] as const))('%s', (id, check) => {
  const rows = rowsOf.get(id) ?? {};
  test('has subjects that pass, that fail, and that are neither', () => {
    expect(rows.pass?.length).toBeGreaterThan(0);
    expect(rows.fail?.length).toBeGreaterThan(0);
    expect((rows['not-applicable']?.length ?? 0) + (rows.unknown?.length ?? 0)).toBeGreaterThan(0);
  });
  test.each(Object.entries(rows).flatMap(([verdict, subjects]) => subjects.map(({ differs, entity }) => [verdict, differs, entity] as const)))('%s: %s', (verdict, _, entity) => {
    expect(entityKinds[check.entityType].schema.safeParse(entity).error).toBeUndefined();
    const judgement = check.judge(entity as never, now);
    expect(judgement.verdict, judgement.reason).toBe(verdict);
    expect(judgement.reason).toMatch(/^[A-Z0-9].*\.$/);
  });
});

test('a finding of another tool belongs to the first theme that its rule names, and to one only', () => {
  for (const { id } of themes) expect(themeOf(rules[id] ?? '')?.id).toBe(id);
  expect(themeOf('xccdf_org.ssgproject.content_rule_sshd_disable_root_login')?.id).toBe('privilege');
  expect(themeOf('xccdf_org.ssgproject.content_rule_kernel_module_usb-storage_disabled')?.id).toBe('hardening');
  expect(themeOf('something else')).toBeUndefined();
});
