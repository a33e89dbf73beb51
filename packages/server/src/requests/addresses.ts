import type { Context } from '../context.ts';
import type { CentreSettings } from './centre-record.ts';

/** Where the public finds the privacy centre: under the company's own host, or below this server. */
export const addressOf = (context: Context, { slug, host }: Pick<CentreSettings, 'slug' | 'host'>, path = ''): string => (host === null ? `${context.origin}/privacy/${slug}${path}` : `https://${host}${path === '' ? '/' : path}`);
