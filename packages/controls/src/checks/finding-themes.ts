import { remembered } from './verdicts.ts';

/** What a rule of another tool is about, told from the words of its id, and the controls that its findings speak for. */
export type Theme = { readonly id: string; readonly title: string; readonly why: string; readonly controls: readonly string[]; readonly words: RegExp };

const seen = (what: string): string => `Another tool looks at ${what} more closely than Avouch does; what it finds counts here.`;

/**
 * In order: the first theme whose words occur in a rule's id is the rule's. Our own reading of the ids that Prowler,
 * OpenSCAP, Lynis and SARIF tools use; the framework mappings that such tools ship are not used. A rule of no theme
 * stays a finding without a control.
 */
export const themes: readonly Theme[] = [
  { id: 'second-factor', title: 'Other tools: second factor', why: seen('sign-in'), controls: ['IAM-02'], words: /(^|[_.-])(mfa|2fa)([_.-]|$)|two_factor|multi_?factor|security_defaults_enabled/ },
  { id: 'secrets', title: 'Other tools: secrets', why: seen('places where secrets lie'), controls: ['CRY-04'], words: /secret|hardcoded|hard-coded|private[_-]key/ },
  { id: 'key-age', title: 'Other tools: keys of programs', why: seen('the age and use of keys'), controls: ['IAM-09'], words: /access_?key|sa_user_managed_key|service_account_key/ },
  { id: 'key-rotation', title: 'Other tools: rotation of encryption keys', why: seen('encryption keys'), controls: ['CRY-03'], words: /(kms|cmk|key_vault|keyvault).*rotat|rotat.*(kms|cmk)/ },
  { id: 'password-rules', title: 'Other tools: password rules', why: seen('password rules'), controls: ['IAM-08'], words: /password|pwquality|faillock|pam_|^auth-92[68]/ },
  { id: 'privilege', title: 'Other tools: administrator rights', why: seen('who holds which rights'), controls: ['IAM-03', 'IAM-07'], words: /root_(login|usage)|avoid_root|administrat|cluster_admin|sudo|privilege|iam_.*polic|default_repository_permission/ },
  { id: 'unused-access', title: 'Other tools: access that nobody uses', why: seen('unused access'), controls: ['IAM-05', 'IAM-06'], words: /unused|inactive|stale_user/ },
  { id: 'code-review', title: 'Other tools: review of changes', why: seen('how changes are reviewed'), controls: ['CHG-02'], words: /approvals|codeowners|stale_reviews/ },
  { id: 'pipeline', title: 'Other tools: tests before a change is merged', why: seen('what a change must pass'), controls: ['CHG-03'], words: /status_checks/ },
  { id: 'security-contact', title: 'Other tools: a way to report weaknesses', why: seen('public contacts'), controls: ['COM-03'], words: /securitymd|security_policy_file/ },
  { id: 'public-exposure', title: 'Other tools: public exposure', why: seen('what can be reached from anywhere'), controls: ['NET-06'], words: /public/ },
  { id: 'network-rules', title: 'Other tools: network rules', why: seen('network rules'), controls: ['NET-01'], words: /security_?group|firewall|iptables|nftables|ufw|networkacl|network_acl|from_internet|from_the_internet|internet_access|^fire-|^nets-/ },
  { id: 'web-protection', title: 'Other tools: protection of public endpoints', why: seen('public endpoints'), controls: ['NET-04'], words: /(^|[_.-])waf|ddos|shield/ },
  { id: 'threat-detection', title: 'Other tools: threat detection', why: seen('threat detection'), controls: ['NET-05'], words: /guardduty|threat|defender|flow_log|intrusion/ },
  { id: 'malware', title: 'Other tools: malware protection', why: seen('malware protection'), controls: ['END-03'], words: /malware|antivirus|clamav|^hrdn-72|^malw-/ },
  { id: 'integrity', title: 'Other tools: unexpected changes', why: seen('unexpected changes of files and settings'), controls: ['LOG-03'], words: /aide|file_integrity|config_recorder|^fint-|tripwire/ },
  { id: 'transit', title: 'Other tools: encryption in transit', why: seen('connections'), controls: ['CRY-01'], words: /(^|[_.-])(ssl|tls|https)|secure_transport|transit|transport_encrypted|secure_transfer|certificate|^cryp-79/ },
  { id: 'rest', title: 'Other tools: encryption at rest', why: seen('stored data'), controls: ['CRY-02'], words: /encrypt|luks|^cryp-/ },
  { id: 'logging', title: 'Other tools: logging', why: seen('logs'), controls: ['LOG-01'], words: /cloudtrail|logging|(^|[_.-])logs?([_.-]|$)|audit|syslog|journald|^logg-|^acct-/ },
  { id: 'scanning', title: 'Other tools: vulnerability scanning', why: seen('whether scans run'), controls: ['VUL-01'], words: /inspector|scan_images|image_scan|vulnerability_assessment|securityhub|dependency_scanning/ },
  { id: 'patching', title: 'Other tools: updates', why: seen('updates'), controls: ['VUL-02'], words: /patch|minor_version|(security|automatic)_updates|dnf-automatic|^pkgs-|obsolete|deprecated_runtime/ },
  { id: 'backup', title: 'Other tools: backups', why: seen('backups'), controls: ['AVL-02'], words: /backup|pitr|point_in_time|versioning/ },
  { id: 'redundancy', title: 'Other tools: redundancy', why: seen('redundancy'), controls: ['AVL-06'], words: /multi_?az|multi_?zone|replica/ },
  { id: 'branch-rules', title: 'Other tools: rules of the default branch', why: seen('code hosting'), controls: ['CHG-04'], words: /default_branch|branch_protection|force_push/ },
  { id: 'hardening', title: 'Other tools: hardening', why: seen('how machines and services are set up'), controls: ['VUL-03'], words: /^xccdf_org\.ssgproject|^(boot|krnl|hrdn|ssh|file|home|time|usb|strg|name|prnt|mail|http|php|ldap|dbs|snmp|squd|shll|proc|banner|insecure|schd|tool|virt|cont)-[0-9]{4}$|imdsv2|sysctl/ },
];

// Tools have hundreds of rules and hundreds of thousands of findings.
const found = remembered((rule) => ({ theme: themes.find(({ words }) => words.test(rule.toLowerCase())) }), 10_000);

/** The theme of a rule, undefined when it belongs to none. */
export const themeOf = (rule: string): Theme | undefined => found(rule).theme;
