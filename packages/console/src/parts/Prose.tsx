import Markdown from 'markdown-to-jsx';

/** Markdown of a guide or remedy as text. Raw markup in it stays text; links open elsewhere. What scrolls sideways can be reached by key. */
export function Prose({ text }: { readonly text: string }) {
  return <div className="prose"><Markdown options={{ disableParsingRawHTML: true, forceBlock: true, overrides: { a: { props: { target: '_blank', rel: 'noreferrer' } }, pre: { props: { tabIndex: 0 } }, h1: { component: 'h3' }, h2: { component: 'h3' } } }}>{text}</Markdown></div>;
}
