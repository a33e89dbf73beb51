import type { Context, Handlers } from '../context.ts';
import { MEDIA_TYPE_BYTES, mediaTypeOf } from '../http/media-type.ts';
import { received } from '../tenancy/uploads.ts';

/** Files that are handed in. What a file is, its bytes say; neither its name nor the caller does. */
export function uploadHandlers({ uploadBytesMax }: { readonly uploadBytesMax: number }): Handlers {
  return {
    upload: async ({ params: { org }, query: { name }, stream, actor }, context) => {
      const id = `file_${Buffer.from(context.random(12)).toString('hex')}`;
      const start = new Uint8Array(MEDIA_TYPE_BYTES);
      const seen = { length: 0 };
      const { bytes, sha256 } = await context.objects.put(org, id, watched(stream, start, seen), uploadBytesMax);
      const upload = { id, name: bareName(name), bytes, type: mediaTypeOf(start.subarray(0, seen.length), name), sha256 };
      await record(org, upload, actor.member, context);
      return upload;
    },
  };
}

async function record(org: string, upload: Parameters<typeof received>[0], actor: string, context: Context): Promise<void> {
  try {
    const ledger = await context.ledgerOf(org);
    await ledger.append(received(upload, { actor, at: context.now(), version: context.version }, context.random));
  } catch (cause) {
    // A file that no fact names would lie there for ever.
    await context.objects.remove(org, upload.id);
    throw cause;
  }
}

/** Lets the bytes through and keeps the first of them. */
async function* watched(stream: AsyncIterable<Uint8Array>, start: Uint8Array, seen: { length: number }): AsyncIterable<Uint8Array> {
  for await (const chunk of stream) {
    if (seen.length < start.length) {
      const part = chunk.subarray(0, start.length - seen.length);
      start.set(part, seen.length);
      seen.length += part.length;
    }
    yield chunk;
  }
}

/** The last part of a path, without what a screen or a header would trip over. */
const bareName = (name: string): string => (name.split(/[\\/]/).at(-1) ?? '').replace(/[\u0000-\u001f\u007f\u202a-\u202e\u2066-\u2069]/g, '').trim() || 'file';
