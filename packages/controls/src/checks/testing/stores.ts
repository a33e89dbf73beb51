import { days, type Table, tableOf } from './table.ts';

const flag = <Field extends string>(field: Field) => ({ pass: [{}], fail: [{ [field]: false }], unknown: [{ [field]: null }] });

const dataStore = tableOf('dataStore', {
  id: 'd', name: 'main', engine: 'PostgreSQL', version: '18.1', endOfLife: '2030-11-14', tlsOn: true, tlsRequired: true, tlsMinimum: 'TLSv1.2', passwordScheme: 'scram-sha-256', logsConnections: true,
  logsDisconnections: true, logsSchemaChanges: true, encryptedAtRest: true, checksums: true, publiclyReachable: false, lastBackupAt: days(-0.5), archiving: true, lastArchivedAt: days(-0.1), durableWrites: true, networked: true,
}, {
  'data-store.tls': { ...flag('tlsOn'), 'not-applicable': [{ networked: false, tlsOn: false }] },
  'data-store.tls-required': { ...flag('tlsRequired'), 'not-applicable': [{ tlsOn: false, tlsRequired: false }] },
  'data-store.tls-version': { pass: [{}, { tlsMinimum: 'TLSv1.3' }], fail: [{ tlsMinimum: 'TLSv1' }, { tlsMinimum: 'TLSv1.1' }, { tlsMinimum: 'SSLv3' }, { tlsOn: false }], unknown: [{ tlsMinimum: null }, { tlsMinimum: '' }] },
  'data-store.password-scheme': { pass: [{}], fail: [{ passwordScheme: 'md5' }], unknown: [{ passwordScheme: null }] },
  'data-store.logs-connections': flag('logsConnections'),
  'data-store.logs-disconnections': flag('logsDisconnections'),
  'data-store.logs-schema-changes': flag('logsSchemaChanges'),
  'data-store.encrypted-at-rest': flag('encryptedAtRest'),
  'data-store.checksums': flag('checksums'),
  'data-store.durable-writes': flag('durableWrites'),
  'data-store.supported-version': { pass: [{}, { endOfLife: '2026-06-01' }], fail: [{ endOfLife: '2026-05-31' }], unknown: [{ endOfLife: null }, { endOfLife: null, version: null }] },
  'data-store.recent-backup': { pass: [{}, { lastBackupAt: days(-1.05) }], fail: [{ lastBackupAt: days(-1.2) }], unknown: [{ lastBackupAt: null }] },
  'data-store.archiving': flag('archiving'),
  'data-store.not-public': { pass: [{}], fail: [{ publiclyReachable: true }], unknown: [{ publiclyReachable: null }] },
});

const table = tableOf('table', { id: 't', name: 'customer', store: 'd', schema: 'public', rowSecurity: true, rowSecurityForced: true, publicRights: [], rowEstimate: 9 }, {
  'table.row-security': { pass: [{}], fail: [{ rowSecurityForced: false }], 'not-applicable': [{ rowSecurity: false, rowSecurityForced: false }], unknown: [{ rowSecurity: null }, { rowSecurityForced: null }] },
  'table.no-public-rights': { pass: [{}], fail: [{ publicRights: ['SELECT'] }], unknown: [{ publicRights: null }] },
});

const personalField = tableOf('personalField', { id: 'shop/orders/note', name: 'orders.note', system: 'shop', place: 'orders', field: 'note', classified: true, category: 'content.message', looksLike: 'content.message', purposes: 1, present: true, line: null }, {
  'personal-field.classified': { pass: [{}, { category: 'none', purposes: 0 }], fail: [{ classified: false, category: null, purposes: null, line: 12 }, { classified: false, line: 12 }], 'not-applicable': [{ present: false }], unknown: [{ classified: null }] },
  'personal-field.purpose': { pass: [{}], fail: [{ purposes: 0 }], 'not-applicable': [{ category: 'none', purposes: 0 }, { classified: false, category: null, purposes: null }, { present: false }], unknown: [{ purposes: null }, { classified: null, category: null }] },
  'personal-field.present': { pass: [{}], fail: [{ present: false, line: 12 }], unknown: [{ present: null }] },
});

const retentionPlace = tableOf('retentionPlace', { id: 'shop/orders', name: 'orders', system: 'shop', place: 'orders', scheduled: true, overdue: 0, held: 0 }, {
  'retention-place.scheduled': { pass: [{}], fail: [{ scheduled: false, overdue: null, held: null }], unknown: [{ scheduled: null }] },
  'retention-place.not-overdue': { pass: [{}, { held: 3 }, { held: null }], fail: [{ overdue: 1 }, { overdue: 9, held: 1 }], 'not-applicable': [{ scheduled: false, overdue: null, held: null }], unknown: [{ overdue: null }] },
});

export const storeTables: readonly Table[] = [dataStore, table, personalField, retentionPlace];
