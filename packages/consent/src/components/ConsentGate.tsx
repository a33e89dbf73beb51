import type { ReactNode } from 'react';
import { purposeText } from '../view/preferences.ts';
import { textsOf } from '../view/texts.ts';
import { useProvided } from './ConsentProvider.tsx';

/** Renders its children while a purpose (or one vendor) is allowed; else `fallback`, or one sentence and a button that allows it. */
export function ConsentGate({ purpose, vendor, fallback, children }: { readonly purpose: string; readonly vendor?: string; readonly fallback?: ReactNode; readonly children?: ReactNode }): ReactNode {
  const { allows, choose, config, texts: given } = useProvided();
  const texts = textsOf(config, given);
  const id = vendor ?? purpose;
  if (allows(id)) return children;
  if (fallback !== undefined) return fallback;
  const name = config.vendors?.find((one) => one.id === vendor)?.name ?? purposeText(texts, config.purposes.find((one) => one.id === purpose) ?? { id })[0];
  return (
    <div className="avouch avouch-held" lang={texts.language} dir={texts.dir}>
      <p>{texts.held.replace('{name}', name)}</p>
      <button type="button" onClick={() => void choose({ [id]: true }, 'gate', texts.language)}>{texts.allow.replace('{name}', name)}</button>
    </div>
  );
}
