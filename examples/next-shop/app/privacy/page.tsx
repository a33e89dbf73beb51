import type { ReactNode } from 'react';

export default function Page(): ReactNode {
  return (
    <>
      <h1>Privacy</h1>
      <p>We keep your order as long as tax law asks for, and nothing optional before you say yes.</p>
      <h2 id="letters">Letters</h2>
      <p>One letter when new tea comes, four times a year at most.</p>
    </>
  );
}
