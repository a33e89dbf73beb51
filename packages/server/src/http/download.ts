import { Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';
import type { Download } from '../context.ts';

/** Always an attachment, under a policy that lets nothing in it run, whatever its type is. */
export function sendDownload(reply: FastifyReply, { name, type, bytes }: Download): FastifyReply {
  void reply.header('content-disposition', dispositionOf(name)).type(type);
  return reply.send(bytes instanceof Uint8Array ? Buffer.from(bytes) : Readable.from(bytes, { objectMode: false }));
}

/** RFC 6266: a plain name for old clients, the true one in UTF-8. */
function dispositionOf(name: string): string {
  const plain = name.replace(/[^A-Za-z0-9._ -]/g, '_').slice(0, 150) || 'file';
  const encoded = encodeURIComponent(name).replace(/['()*]/g, (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`);
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`;
}
