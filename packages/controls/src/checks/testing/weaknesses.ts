import { days, type Table, tableOf } from './table.ts';

const vulnerability = tableOf('vulnerability', {
  id: 'v', name: 'CVE', kind: 'dependency', where: 'lock', severity: 'high', state: 'open', advisory: null, firstSeenAt: days(-3), endedAt: null, fixAvailable: true, dismissReason: null,
}, {
  'vulnerability.severe-fixed': {
    pass: [{}, { severity: 'critical', firstSeenAt: days(-6.9) }, { state: 'fixed', firstSeenAt: null }],
    fail: [{ firstSeenAt: days(-30) }, { severity: 'critical', firstSeenAt: days(-7) }, { state: 'dismissed' }],
    'not-applicable': [{ severity: 'medium' }, { kind: 'secret' }, { state: 'dismissed', dismissReason: 'not reachable' }],
    unknown: [{ firstSeenAt: null }, { severity: 'unknown' }, { state: 'suppressed' }],
  },
  'vulnerability.medium-fixed': { pass: [{ severity: 'medium' }], fail: [{ severity: 'medium', firstSeenAt: days(-91) }], 'not-applicable': [{}, { severity: 'unknown' }], unknown: [{ severity: 'medium', firstSeenAt: null }] },
  'vulnerability.no-open-secret': { pass: [{ kind: 'secret', state: 'fixed' }], fail: [{ kind: 'secret', severity: 'unknown' }], 'not-applicable': [{}], unknown: [{ kind: 'secret', state: 'suppressed' }] },
});

/** A rule of each theme, as a tool names it. */
export const rules: { readonly [theme: string]: string } = {
  'second-factor': 'iam_user_mfa_enabled_console_access', secrets: 'awslambda_function_no_secrets_in_variables', 'key-age': 'iam_rotate_access_key_90_days', 'key-rotation': 'kms_cmk_rotation_enabled',
  'password-rules': 'iam_password_policy_reuse_24', privilege: 'iam_aws_attached_policy_no_administrative_privileges', 'unused-access': 'iam_user_console_access_unused', 'public-exposure': 's3_bucket_public_access',
  'network-rules': 'ec2_securitygroup_default_restrict_traffic', 'web-protection': 'elbv2_waf_acl_attached', 'threat-detection': 'guardduty_is_enabled', malware: 'HRDN-7230', integrity: 'FINT-4350',
  transit: 'elbv2_insecure_ssl_ciphers', rest: 'rds_instance_storage_encrypted', logging: 'cloudtrail_multi_region_enabled', scanning: 'ecr_repositories_scan_images_on_push_enabled',
  patching: 'ssm_managed_compliant_patching', backup: 'dynamodb_tables_pitr_enabled', redundancy: 'rds_instance_multi_az', 'code-review': 'repository_default_branch_requires_multiple_approvals', pipeline: 'repository_default_branch_status_checks_required', 'security-contact': 'repository_public_has_securitymd_file',
  'branch-rules': 'repository_default_branch_protection_enabled', hardening: 'SSH-7408',
};

const base = { id: 'f', name: 'A finding', tool: 'Prowler', rule: 'x', state: 'pass', muted: false, severity: 'high', resource: null, account: null, detail: null, at: null } as const;

const finding = tableOf('finding', base, Object.fromEntries(Object.entries(rules).map(([theme, rule]) => [`finding.${theme}`, {
  pass: [{ rule }], fail: [{ rule, state: 'fail' }], 'not-applicable': [{}, { rule, state: 'not-applicable' }],
  unknown: [{ rule, state: 'manual' }, { rule, state: 'not-checked' }, { rule, state: 'error' }, { rule, state: 'fail', muted: true }],
}])));

export const weaknessTables: readonly Table[] = [vulnerability, finding];
