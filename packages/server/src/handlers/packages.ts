import { Refusal } from '@avouch/api/refusal';
import type { Context, Download, Handlers, Input } from '../context.ts';
import { freshId } from '../collecting/run.ts';
import { objectKey, packagesOf, putOrder, titleOf, type ReadinessPackage } from '../packages/orders.ts';
import { dayOf } from '../standing/instants.ts';

const types = {
  pdf: 'application/pdf', docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document', html: 'text/html; charset=utf-8', bundle: 'application/octet-stream',
} as const;

async function needPackage(context: Context, org: string, id: string): Promise<ReadinessPackage> {
  const [found] = await context.tenant(org, (tx) => packagesOf(tx, org, id));
  if (found === undefined) throw new Refusal('not_found', 'There is no such package.');
  return found;
}

async function order({ actor: { org }, body }: Input<'packageCreate'>, context: Context): Promise<ReadinessPackage> {
  const orderedAt = context.now().toISOString();
  if (body.asOf > dayOf(orderedAt)) throw new Refusal('invalid', 'A package speaks of a day that has come: choose today or an earlier one.', { field: 'asOf' });
  const id = freshId(context, 'pkg');
  await context.tenant(org, async (tx) => {
    await putOrder(tx, org, { id, asOf: body.asOf, orderedAt });
    await context.jobs.add(tx, 'package', { org, package: id });
  });
  return needPackage(context, org, id);
}

async function download({ actor: { org }, params }: Input<'packageFile'>, context: Context): Promise<Download> {
  const { state, asOf } = await needPackage(context, org, params.package);
  if (state !== 'ready') throw new Refusal('conflict', 'This package is not ready.');
  const bytes = await context.objects.open(org, objectKey(params.package, params.form));
  if (bytes === undefined) throw new Refusal('unavailable', 'The file is gone from the object store: its operator must restore it.');
  return { name: `${titleOf(asOf)}.${params.form === 'bundle' ? 'avouch' : params.form}`, type: types[params.form], bytes };
}

/** What the routes of readiness packages do. */
export const packageHandlers: Handlers = {
  packages: async ({ actor }, context) => ({ items: await context.tenant(actor.org, (tx) => packagesOf(tx, actor.org)) }),
  packageCreate: order,
  package: ({ actor, params }, context) => needPackage(context, actor.org, params.package),
  packageFile: download,
};
