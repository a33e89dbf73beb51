import type { Context } from '../context.ts';
import type { CentreSettings } from './centre-record.ts';

/** Under which name the secret that signs webhooks is kept. */
export const WEBHOOK_SECRET = 'privacy-webhook';

/** Where the public finds the privacy centre: under the company's own host, or below this server. */
export const addressOf = (context: Context, { slug, host }: Pick<CentreSettings, 'slug' | 'host'>, path = ''): string => (host === null ? `${context.origin}/privacy-centre/${slug}${path}` : `https://${host}${path === '' ? '/' : path}`);
