import type { ConsentConfig } from '@avouch/consent/consent';

/** What the shop asks for, and who would be let in. */
export const shop: ConsentConfig = {
  notice: { id: 'next-shop', version: '1', url: '/privacy' },
  purposes: [{ id: 'necessary', required: true }, { id: 'statistics' }, { id: 'media' }],
  vendors: [
    { id: 'counter', name: 'Counter', purpose: 'statistics', url: 'https://counter.example/privacy', hosts: ['counter.example'], cookies: { _count: 90 }, storage: ['count.*'] },
    { id: 'tube', name: 'Tube', purpose: 'media', url: 'https://tube.example/privacy', hosts: ['tube.example'] },
  ],
};
