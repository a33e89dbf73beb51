import { useEffect } from 'react';
import { openBanner } from '../banner.ts';
import { openPlaceholders } from '../placeholders.ts';
import { useProvided } from './ConsentProvider.tsx';

/** Shows the banner, the way back and the placeholders of blocked frames, after hydration. Renders nothing by itself. */
export function ConsentBanner(): null {
  const { consent, texts } = useProvided();
  useEffect(() => {
    if (consent === null) return undefined;
    const banner = openBanner(consent, texts);
    const closePlaceholders = openPlaceholders(consent, texts);
    return () => {
      banner.close();
      closePlaceholders();
    };
  }, [consent, texts]);
  return null;
}
