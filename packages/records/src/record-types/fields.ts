import { z } from 'zod';
import type { ZodObject } from 'zod';
import type { RecordType } from '../record-type.ts';

/** A short line, without blanks around it. */
export const line = z.string().trim().min(1).max(300);
/** A paragraph or a few. */
export const prose = z.string().trim().min(1).max(20_000);
/** A calendar day: `2026-01-31`. */
export const day = z.iso.date();
export const instant = z.iso.datetime({ precision: 3 });
/** The id of another record, or of a member: opaque, never a name. */
export const id = z.string().min(1).max(200);
export const ids = z.array(id).max(1000);
export const category = z.enum(['security', 'availability', 'confidentiality', 'processing-integrity', 'privacy']);
/** One of the 61 trust services criteria. Ids that tools in the wild use and that do not exist, such as CC2.4 or P1.0, are refused. */
export const criterion = z.string().regex(
  /^(CC1\.[1-5]|CC2\.[1-3]|CC3\.[1-4]|CC4\.[12]|CC5\.[1-3]|CC6\.[1-8]|CC7\.[1-5]|CC8\.1|CC9\.[12]|A1\.[1-3]|C1\.[12]|PI1\.[1-5]|P1\.1|P2\.1|P3\.[12]|P4\.[1-3]|P5\.[12]|P6\.[1-7]|P7\.1|P8\.1)$/,
  'is not one of the 61 trust services criteria',
);

/** Keeps what the schema knows while the record type is written, and forgets it where types stand together. */
export const recordType = <Schema extends ZodObject>(type: RecordType<Schema>): RecordType => type as unknown as RecordType;
