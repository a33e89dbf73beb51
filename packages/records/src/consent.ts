export type { ConsentNotice } from './record-types/consent-notice.ts';
export type { ConsentSite } from './record-types/consent-site.ts';
