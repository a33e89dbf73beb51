import { useId, type ReactNode } from 'react';

/** What an opt-in in a form of your own says. */
export type OptInProps = {
  readonly purpose: string;
  /** The sentence that is agreed to. */
  readonly children: ReactNode;
  /** The text that stands behind it: recorded with the answer, and linked when it has an address. */
  readonly notice: { readonly id: string; readonly version: string; readonly url?: string; readonly title?: string };
  /** One more sentence below, such as how to withdraw, or that a confirmation comes by mail. */
  readonly hint?: ReactNode;
  /** Tells your server to send a confirmation mail and to count the answer only when its link was opened. */
  readonly confirmByMail?: boolean;
  readonly required?: boolean;
  readonly onChange?: (agreed: boolean) => void;
};

/**
 * A checkbox for consent in a form of your own: unticked, and there is no way to tick it beforehand. The form posts
 * `consent.<purpose>` = `yes` when it is ticked, and `consent.<purpose>.notice` = `id@version` in any case; with
 * `confirmByMail` also `consent.<purpose>.confirm` = `mail`.
 */
export function OptIn({ purpose, children, notice, hint, confirmByMail = false, required = false, onChange }: OptInProps): ReactNode {
  const hintId = useId();
  const name = `consent.${purpose}`;
  return (
    <div className="avouch-optin">
      <label>
        <input type="checkbox" name={name} value="yes" required={required} aria-describedby={hint === undefined ? undefined : hintId} onChange={(event) => onChange?.(event.target.checked)} /> {children}
      </label>
      {notice.url !== undefined && <> <a href={notice.url}>{notice.title ?? notice.url}</a></>}
      {hint !== undefined && <p id={hintId}>{hint}</p>}
      <input type="hidden" name={`${name}.notice`} value={`${notice.id}@${notice.version}`} />
      {confirmByMail && <input type="hidden" name={`${name}.confirm`} value="mail" />}
    </div>
  );
}
