import { useEffect } from 'react';
import { useProvided } from './ConsentProvider.tsx';

const loaded = new Set<string>();

/** Loads a script once, as soon as its purpose (or one vendor) is allowed. Renders nothing, so a page without scripts loads nothing. */
export function ConsentScript({ purpose, vendor, src, nonce = '', module = false }: { readonly purpose: string; readonly vendor?: string; readonly src: string; readonly nonce?: string; readonly module?: boolean }): null {
  const { allows, consent } = useProvided();
  const allowed = consent !== null && allows(vendor ?? purpose);
  useEffect(() => {
    if (!allowed || loaded.has(src)) return;
    loaded.add(src);
    const script = document.createElement('script');
    if (module) script.type = 'module';
    Object.assign(script, { nonce, src });
    document.head.append(script);
  }, [allowed, src, nonce, module]);
  return null;
}
