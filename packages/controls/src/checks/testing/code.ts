import { days, type Table, tableOf } from './table.ts';

const flag = <Field extends string>(field: Field) => ({ pass: [{}], fail: [{ [field]: false }], unknown: [{ [field]: null }] });

const workspace = tableOf('workspace', {
  id: 'w', name: 'acme', mfaRequired: true, defaultRight: 'read', membersMayCreatePublic: false, auditLog: true, memberCount: 3,
}, {
  'workspace.second-factor-required': flag('mfaRequired'),
  'workspace.default-right': { pass: [{}, { defaultRight: 'none' }], fail: [{ defaultRight: 'write' }, { defaultRight: 'admin' }], unknown: [{ defaultRight: null }] },
  'workspace.public-creation': { pass: [{}], fail: [{ membersMayCreatePublic: true }], unknown: [{ membersMayCreatePublic: null }] },
  'workspace.audit-log': flag('auditLog'),
});

const repository = tableOf('repository', {
  id: 'r', name: 'acme/app', visibility: 'internal', archived: false, defaultBranch: 'main', codeOwners: true, securityPolicy: true, licence: true, continuousIntegration: true,
  dependencyLock: true, ignoresSecrets: true, secretScanning: true, dependencyAlerts: true, codeScanning: true, lastChangeAt: days(-1),
}, {
  'repository.code-owners': { ...flag('codeOwners'), 'not-applicable': [{ archived: true, codeOwners: false }] },
  'repository.continuous-integration': { ...flag('continuousIntegration'), 'not-applicable': [{ archived: true }] },
  'repository.dependency-lock': { ...flag('dependencyLock'), 'not-applicable': [{ archived: true }] },
  'repository.ignores-secrets': { ...flag('ignoresSecrets'), 'not-applicable': [{ archived: true }] },
  'repository.secret-scanning': { ...flag('secretScanning'), 'not-applicable': [{ archived: true }] },
  'repository.dependency-alerts': { ...flag('dependencyAlerts'), 'not-applicable': [{ archived: true }] },
  'repository.code-scanning': { ...flag('codeScanning'), 'not-applicable': [{ archived: true }] },
  'repository.visibility': { pass: [{}, { visibility: 'private', licence: null }, { visibility: 'public', licence: true }], fail: [{ visibility: 'public', licence: false }], 'not-applicable': [{ archived: true }], unknown: [{ visibility: 'unknown' }, { visibility: 'public', licence: null }] },
  'repository.security-policy': { ...flag('securityPolicy'), 'not-applicable': [{ visibility: 'private', securityPolicy: false }, { archived: true }] },
});

const branchRows = <Field extends string>(field: Field, good: unknown, bad: unknown) => ({
  pass: [{ [field]: good }], fail: [{ [field]: bad }, { protected: false, [field]: good }], 'not-applicable': [{ isDefault: false, protected: false }], unknown: [{ [field]: null }, { protected: null }],
});

const branch = tableOf('branch', {
  id: 'b', name: 'main', repository: 'r', isDefault: true, protected: true, reviewsRequired: 1, dismissesStaleReviews: true, codeOwnerReview: false, checksRequired: ['test'],
  bindsAdmins: true, forcePushAllowed: false, deletionAllowed: false, signaturesRequired: false,
}, {
  'branch.protected': { pass: [{}], fail: [{ protected: false }], 'not-applicable': [{ isDefault: false, protected: false }], unknown: [{ protected: null }] },
  'branch.reviews-required': branchRows('reviewsRequired', 2, 0),
  'branch.stale-reviews': branchRows('dismissesStaleReviews', true, false),
  'branch.checks-required': branchRows('checksRequired', ['build', 'test'], []),
  'branch.binds-administrators': branchRows('bindsAdmins', true, false),
  'branch.no-forced-push': branchRows('forcePushAllowed', false, true),
  'branch.no-deletion': branchRows('deletionAllowed', false, true),
});

const change = tableOf('change', {
  id: 'c', name: 'Add', repository: 'r', mergedAt: days(-1), author: 'ada', mergedBy: 'ada', approvers: ['bob'], checks: 'passed', signed: false, how: 'pull-request',
}, {
  'change.reviewed': { pass: [{}, { approvers: ['ada', 'bob'] }], fail: [{ approvers: [] }, { approvers: ['ada'] }], unknown: [{ approvers: null }, { author: null }] },
  'change.checks-passed': { pass: [{}], fail: [{ checks: 'failed' }, { checks: 'none' }], unknown: [{ checks: 'unknown' }] },
  'change.not-direct': { pass: [{}, { how: 'merge' }], fail: [{ how: 'direct' }], unknown: [{ how: 'unknown' }] },
});

const release = tableOf('release', { id: 'v1', name: 'v1', repository: 'r', at: days(-1), signed: false, annotated: true }, {
  'release.traceable': { pass: [{}, { annotated: false, signed: true }, { annotated: null, signed: true }], fail: [{ annotated: false }, { annotated: false, signed: null }, { annotated: null, signed: false }], unknown: [{ annotated: null, signed: null }] },
});

export const codeTables: readonly Table[] = [workspace, repository, branch, change, release];
