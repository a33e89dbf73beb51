import { isAbsolute } from 'node:path';
import { z } from 'zod';

/** Where a PostgreSQL server is, as whom it is asked, and how the way there is encrypted. */
export const postgresSettings = z.object({
  host: z.string().min(1).max(253).default('localhost').describe('Host name or address'),
  port: z.number().int().min(1).max(65_535).default(5432).describe('Port'),
  database: z.string().min(1).max(63).default('postgres').describe('Database'),
  user: z.string().min(1).max(63).describe('Role to read as'),
  tls: z.enum(['verify', 'require', 'off']).default('verify').describe('Encryption: verify the certificate, require encryption without verifying, or off'),
  certificateAuthority: z.string().max(100_000).optional().describe('Certificate of your own authority (PEM)'),
  socket: z.string().max(100).refine(isAbsolute, 'An absolute path').optional().describe('Folder of the local socket, in place of the host'),
  timeoutS: z.number().int().min(1).max(60).default(10).describe('Seconds to wait for a connection'),
});
