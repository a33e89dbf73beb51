import { days, type Table, tableOf } from './table.ts';

export const accountTables: readonly Table[] = [tableOf('account', {
  id: 'a', name: 'ada@example.org', kind: 'person', active: true, privileged: false, rights: [], mfa: true, email: 'ada@example.org',
  createdAt: days(-900), lastSeenAt: days(-1), expiresAt: null, passwordScheme: 'scram-sha-256', shared: false,
}, {
  'account.second-factor': { pass: [{}, { active: null }], fail: [{ mfa: false }, { mfa: false, kind: 'unknown', active: null }], 'not-applicable': [{ kind: 'service', mfa: false }, { active: false, mfa: false }], unknown: [{ mfa: null }] },
  'account.privileged-second-factor': { pass: [{ privileged: true }], fail: [{ privileged: true, mfa: false }], 'not-applicable': [{}, { kind: 'service' }, { privileged: true, active: false }], unknown: [{ privileged: null }, { privileged: true, mfa: null }] },
  'account.personal': { pass: [{}], fail: [{ shared: true }], 'not-applicable': [{ kind: 'service', shared: true }, { active: false }], unknown: [{ shared: null }] },
  'account.in-use': { pass: [{}, { lastSeenAt: days(-89) }], fail: [{ lastSeenAt: days(-90) }, { lastSeenAt: days(-400), active: null }], 'not-applicable': [{ kind: 'service', lastSeenAt: days(-400) }, { active: false, lastSeenAt: days(-400) }], unknown: [{ lastSeenAt: null }] },
  'account.service-in-use': { pass: [{ kind: 'service' }], fail: [{ kind: 'service', lastSeenAt: days(-91) }], 'not-applicable': [{}, { kind: 'unknown' }, { kind: 'service', active: false }], unknown: [{ kind: 'service', lastSeenAt: null }] },
  'account.password-scheme': { pass: [{}, { passwordScheme: 'argon2id' }], fail: [{ passwordScheme: 'md5' }, { passwordScheme: 'PLAIN' }], 'not-applicable': [{ passwordScheme: 'none' }], unknown: [{ passwordScheme: null }, { passwordScheme: 'something-new' }] },
  'account.service-expiry': { pass: [{ kind: 'service', expiresAt: days(1) }], fail: [{ kind: 'service', expiresAt: days(0) }], 'not-applicable': [{}, { kind: 'service', active: false, expiresAt: days(-9) }], unknown: [{ kind: 'service' }] },
})];
