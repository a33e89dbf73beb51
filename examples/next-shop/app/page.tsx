import type { ReactNode } from 'react';
import { ConsentGate, OptIn } from '@avouch/consent/react';
import { Counted } from './Counted';

const teas = [
  { name: 'Darjeeling, first flush', grams: 100, euros: '14.50' },
  { name: 'Sencha', grams: 100, euros: '11.00' },
  { name: 'Rooibos', grams: 250, euros: '8.90' },
];

export default function Page(): ReactNode {
  return (
    <>
      <h1>Tea by post</h1>
      <ul className="teas">
        {teas.map(({ name, grams, euros }) => <li key={name}><h2>{name}</h2><p>{grams} g · {euros} €</p><button type="button">Add to basket</button></li>)}
      </ul>
      <h2>How we pack</h2>
      <div className="film"><ConsentGate purpose="media" vendor="tube"><iframe src="https://tube.example/film" title="How we pack" /></ConsentGate></div>
      <h2>Letters</h2>
      <form action="/letters" method="post">
        <label htmlFor="mail">E-mail</label> <input id="mail" name="mail" type="email" autoComplete="email" required />
        <OptIn purpose="newsletter" notice={{ id: 'newsletter', version: '1', url: '/privacy#letters', title: 'What we send' }} hint="We send a mail first, to be sure that it is you. Every letter has a link that ends them." confirmByMail required>Send me a letter when new tea comes</OptIn>
        <button>Subscribe</button>
      </form>
      <Counted />
    </>
  );
}
