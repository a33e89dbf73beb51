import type { ReactNode } from 'react';
import { Fields } from '../parts/Page.tsx';
import { provenWord, type Detail } from './words.ts';

/** Who asks: what they said of themselves, how it was shown, and under which keys the systems know them. */
export function Identity({ request: { stated, identity, by, proven } }: { readonly request: Detail }): ReactNode {
  const said: readonly (readonly [string, ReactNode])[] = stated === null ? [] : [
    ['Reference', <span key="reference" className="mono">{stated.reference}</span>],
    ...(stated.name === null ? [] : [['Name', stated.name] as const]), ...(stated.mail === null ? [] : [['Mail', stated.mail] as const]), ...(stated.statement === null ? [] : [['In their words', stated.statement] as const]),
    ...stated.corrections.map((one) => [one.category, <span key={one.category + one.to}><del>{one.from}</del> → <ins>{one.to}</ins></span>] as const),
    ...(stated.agent === null ? [] : [[by === 'guardian' ? 'Guardian' : 'Agent', `${stated.agent.name}${stated.agent.mail === null ? '' : `, ${stated.agent.mail}`}: ${stated.agent.authority}`] as const]),
  ];
  return (
    <>
      {stated === null ? <p className="section-note">What names this person is not shown to your role, or is forgotten.</p> : <Fields items={said} />}
      {identity === null ? <p className="section-note">{proven === null ? 'It is not shown yet who asks.' : `Shown by ${provenWord[proven]}.`}</p> : (
        <Fields items={[['Shown by', provenWord[identity.by]], ...identity.found.map((one) => [one.title, one.values === null ? `${one.count} known` : one.values.join(', ')] as const)]} />
      )}
    </>
  );
}
