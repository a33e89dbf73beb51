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
/** The spelling of a criterion's id, such as CC6.1; which ids exist is what the criteria say. */
export const criterion = z.string().regex(/^(CC[1-9]|A1|C1|PI1|P[1-8])\.[1-9]$/, 'is not the id of a criterion, such as CC6.1');

/** Keeps what the schema knows while the record type is written, and forgets it where types stand together. */
export const recordType = <Schema extends ZodObject>(type: RecordType<Schema>): RecordType => type as unknown as RecordType;
