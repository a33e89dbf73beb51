import { Refusal } from '@avouch/api/refusal';
import type { PoolClient } from 'pg';
import type { DataMapFault } from '@avouch/privacy/datamap';
import type { Context, Handlers } from '../context.ts';
import { faultsIn, findMap, mapVersions, writeMap, type MapVersion, type WrittenMap } from '../requests/data-map.ts';
import { readDataMapAnew } from '../requests/data-map-reading.ts';
import { lookOf } from '../requests/looks.ts';
import { allStores } from '../requests/stores.ts';
import { sealsOf, type SealOf } from '../standing/seals.ts';

const faultOf = ({ line, column, path, reason }: DataMapFault) => ({ line, column, path, sentence: reason });
const versionOf = ({ version, note, systems, places, fields, entry }: MapVersion, seal: SealOf) => ({ version, note, systems, places, fields, seal: seal(entry) });
const writtenOf = (written: WrittenMap, seal: SealOf) => ({ ...versionOf(written, seal), text: written.text, map: { ...written.map } as Record<string, unknown> });

const shown = async (tx: PoolClient, context: Context, org: string, written: WrittenMap) => writtenOf(written, await sealsOf(tx, context, org, [written.entry]));

/** What the routes of the data map do. */
export const dataMapHandlers: Handlers = {
  dataMap: async ({ actor: { org } }, context) => context.tenant(org, async (tx) => {
    const found = await findMap(tx, org);
    return { current: found === undefined ? null : await shown(tx, context, org, found) };
  }),
  dataMapVersions: async ({ actor: { org } }, context) => context.tenant(org, async (tx) => {
    const versions = await mapVersions(tx, org);
    const seal = await sealsOf(tx, context, org, versions.map(({ entry }) => entry));
    return { items: versions.map((version) => versionOf(version, seal)) };
  }),
  dataMapVersion: async ({ actor: { org }, params }, context) => context.tenant(org, async (tx) => {
    const found = await findMap(tx, org, params.version);
    if (found === undefined) throw new Refusal('not_found', 'There is no such version of the data map.');
    return shown(tx, context, org, found);
  }),
  dataMapCheck: async ({ body }) => ({ faults: faultsIn(body.text).map(faultOf) }),
  dataMapWrite: async ({ actor, body }, context) => {
    const faults = faultsIn(body.text);
    if (faults.length > 0) return { faults: faults.map(faultOf), written: null };
    const written = await writeMap(context, { org: actor.org, actor: actor.member, ...body });
    await readDataMapAnew(context, actor.org);
    return { faults: [], written: await context.tenant(actor.org, (tx) => shown(tx, context, actor.org, written)) };
  },
  drift: async ({ actor: { org } }, context) => context.tenant(org, async (tx) => {
    const items = [];
    for (const store of await allStores(tx, org)) items.push(await lookOf(tx, org, store, 'drift'));
    return { items };
  }),
};
