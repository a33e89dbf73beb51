import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Refusal } from '@avouch/api/refusal';
import type { Context } from '../context.ts';
import { sendDownload } from '../http/download.ts';
import type { Limit } from '../identity/attempts.ts';
import { signatureOver } from './certificates.ts';
import { admitController } from './controllers.ts';
import { cancelOrder, findOrder, statusBody, takeOrder, type Ordered, type Ordering } from './orders.ts';
import { takeCallback } from './incoming.ts';
import { openResults, resultsOf } from './results.ts';
import { allOf, CONTROLLER_TYPE, findProcessor, processorAddress, processorSecret, type ControllerSettings, type ProcessorSettings } from './settings.ts';
import { expectedOf } from './standing.ts';

type Asked = FastifyRequest<{ Params: { org: string; ref?: string; link?: string }; Body: Buffer | undefined }>;
type Here = { readonly context: Context; readonly org: string; readonly processor: ProcessorSettings; readonly key: string };
type Answer = { readonly status: number; readonly body: object };

const BODY_BYTES_MAX = 64_000;
/** Generous: one controller orders for all of its people from one address. */
const perAddress: Limit = { name: 'opendsr-address', count: 3000, windowS: 900 };
const perCallback: Limit = { name: 'opendsr-callback', count: 600, windowS: 900 };

/** OpenDSR 2.0: whatever is wrong with an order is a 400, except who asks and what is not ours to blame on them. */
const statusOf: Readonly<Record<Refusal['code'], number>> = { invalid: 400, conflict: 400, too_large: 400, unauthenticated: 401, forbidden: 403, not_found: 404, too_many: 429, unavailable: 503 };

async function hereOf(context: Context, org: string): Promise<Here> {
  const processor = (await context.tenant(org, (tx) => findProcessor(tx, org)))?.settings;
  const { key } = processor === undefined ? {} : await context.secrets.read(org, processorSecret);
  if (processor === undefined || key === undefined || !processor.open) throw new Refusal('not_found', 'There is nothing at this address.');
  return { context, org, processor, key };
}

/** Signs exactly the bytes that go out. */
function signed(reply: FastifyReply, { processor, key }: Here, status: number, body: string, type = 'application/json; charset=utf-8'): FastifyReply {
  return reply.status(status).type(type).headers({ 'cache-control': 'no-store', 'x-opendsr-processor-domain': processor.domain, 'x-opendsr-signature': signatureOver(body, key) }).send(body);
}

/** `processor_signature` cannot be over itself: it is over the body as it is without it, and the header over the whole. */
const withSignature = (body: Record<string, unknown>, key: string): Record<string, unknown> => ({ ...body, processor_signature: signatureOver(JSON.stringify(body), key) });

const refusal = ({ code, message }: Refusal): Answer => ({ status: statusOf[code], body: { error: { code: statusOf[code], message, errors: [{ domain: 'opendsr', reason: code, message }] } } });

async function discovery({ context, org }: Here, authorization: string | undefined): Promise<Answer> {
  const mine = authorization === undefined ? undefined : (await admitController(context, org, authorization)).settings;
  const all = mine === undefined ? (await context.tenant(org, (tx) => allOf<ControllerSettings>(tx, org, CONTROLLER_TYPE))).map(({ settings }) => settings).filter(({ active }) => active) : [mine];
  const identities = [...new Set(all.flatMap((one) => one.identities.map(({ type }) => type)))].toSorted();
  return { status: 200, body: {
    api_version: '2.0', supported_identities: identities.map((type) => ({ identity_type: type, identity_format: 'raw' })),
    supported_subject_request_types: [...new Set(all.flatMap(({ types }) => types))].toSorted(), processor_certificate: processorAddress(context, org, '/certificate.pem'),
  } };
}

async function ordered({ context }: Here, ordering: Ordering, body: Buffer, key: string): Promise<Answer> {
  const { state } = await takeOrder(ordering, body);
  const ref = (JSON.parse(body.toString('utf8')) as { readonly subject_request_id: string }).subject_request_id;
  return { status: 201, body: withSignature({
    controller_id: ordering.controller, expected_completion_time: expectedOf(state, context.now()), received_time: state.received.at, encoded_request: body.toString('base64'), subject_request_id: ref, api_version: '2.0',
  }, key) };
}

async function needOrder({ context, org, controller }: Ordering, ref: string): Promise<Ordered> {
  const found = await context.tenant(org, (tx) => findOrder(tx, org, controller, ref));
  if (found === undefined) throw new Refusal('not_found', 'subject_request_id: no order of this controller has it');
  return found;
}

const acts: readonly { readonly method: 'GET' | 'POST' | 'DELETE'; readonly path: string; readonly work: (here: Here, request: Asked) => Promise<Answer> }[] = [
  { method: 'GET', path: '/discovery', work: (here, { headers }) => discovery(here, headers.authorization) },
  { method: 'POST', path: '/requests', work: async (here, { headers, body }) => ordered(here, await admitController(here.context, here.org, headers.authorization), body ?? Buffer.alloc(0), here.key) },
  { method: 'GET', path: '/requests/:ref', work: async ({ context, org }, { headers, params: { ref = '' } }) => {
    const ordering = await admitController(context, org, headers.authorization);
    const { request, state } = await needOrder(ordering, ref);
    return { status: 200, body: statusBody(context, { controller: ordering.controller, ref, state, results: await resultsOf(context, org, request) }) };
  } },
  { method: 'DELETE', path: '/requests/:ref', work: async ({ context, org, key }, { headers, params: { ref = '' } }) => {
    const ordering = await admitController(context, org, headers.authorization);
    await cancelOrder(ordering, await needOrder(ordering, ref));
    return { status: 202, body: withSignature({ controller_id: ordering.controller, received_time: context.now().toISOString(), subject_request_id: ref, api_version: '2.0' }, key) };
  } },
];

/** OpenDSR 2.0: where controllers for whom we work order, below `/opendsr/<org>/v2`; and where processors that we told report. */
export async function serveOpenDsr(app: FastifyInstance, context: Context): Promise<void> {
  await app.register(async (scope) => {
    // The signature is over the bytes as they came, so they are read and kept as they are.
    scope.removeContentTypeParser('application/json');
    scope.addContentTypeParser('application/json', { parseAs: 'buffer', bodyLimit: BODY_BYTES_MAX }, (_request, body, done) => done(null, body));
    for (const { method, path, work } of acts) {
      scope.route({
        method, url: `/opendsr/:org/v2${path}`, config: { from: 'anywhere' },
        handler: async (request, reply) => {
          await context.attempts.count(perAddress, request.ip);
          const here = await hereOf(context, (request as Asked).params.org);
          const answer = await work(here, request as Asked).catch((cause: unknown) => {
            if (!(cause instanceof Refusal)) throw cause;
            return refusal(cause);
          });
          return signed(reply, here, answer.status, JSON.stringify(answer.body));
        },
      });
    }
    scope.get('/opendsr/:org/v2/certificate.pem', async (request, reply) => {
      const here = await hereOf(context, (request as Asked).params.org);
      return signed(reply, here, 200, `${here.processor.certificate.trim()}\n`, 'application/x-pem-file');
    });
    scope.get('/opendsr/:org/v2/results/:link', async (request, reply) => {
      const { params: { org, link = '' }, headers, ip } = request as Asked;
      await context.attempts.count(perAddress, ip);
      const { controller } = await admitController(context, org, headers.authorization);
      const bytes = await openResults(context, org, controller, link);
      if (bytes === undefined) throw new Refusal('not_found', 'This link has ended, or there is nothing of this controller behind it.');
      return sendDownload(reply.header('cache-control', 'no-store'), { name: 'results.zip', type: 'application/zip', bytes });
    });
    scope.route({
      method: 'POST', url: '/opendsr/:org/callbacks', config: { from: 'anywhere' },
      handler: async (request, reply) => {
        const { params: { org }, headers, body, ip } = request as Asked;
        await context.attempts.count(perCallback, ip);
        await takeCallback(context, org, { domain: headers['x-opendsr-processor-domain'], signature: headers['x-opendsr-signature'], body: body ?? Buffer.alloc(0) });
        return reply.status(202).send({ ok: true });
      },
    });
  });
}
