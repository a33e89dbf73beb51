/** One field that is not as its record type wants it; `path` is written `components.0.name`, empty for the whole. */
export type RecordIssue = { readonly path: string; readonly message: string };

/** A value that its record type does not allow. Says which fields, never what stood in them: that may name people. */
export class RecordInvalid extends Error {
  readonly type: string;
  readonly issues: readonly RecordIssue[];

  constructor(type: string, issues: readonly RecordIssue[]) {
    super(issues.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`)).join('; '));
    this.name = 'RecordInvalid';
    this.type = type;
    this.issues = issues;
  }
}
