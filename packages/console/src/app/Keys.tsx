import { useEffect, useRef, useState } from 'react';
import { Modal, Switch } from '@mantine/core';
import { useLocalStorage } from '@mantine/hooks';
import { useNavigate } from '@tanstack/react-router';
import { jobs } from './paths.ts';
import { openPalette } from './palette.ts';

const typing = (target: EventTarget | null): boolean => target instanceof HTMLElement && (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName));

/** The keyboard for all of it, and its help. Keys without a modifier can be switched off, as speech users need (WCAG 2.1.4). */
export function Keys() {
  const navigate = useNavigate();
  const [on, setOn] = useLocalStorage<boolean>({ key: 'avouch.keys', defaultValue: true });
  const [help, setHelp] = useState(false);
  const waiting = useRef(false);
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      if ((event.metaKey || event.ctrlKey) && event.key.toLowerCase() === 'k') {
        document.querySelector<HTMLButtonElement>('[data-palette-wake]')?.click();
        if (document.querySelector('[data-palette-wake]') !== null) { event.preventDefault(); void openPalette(); }
        return;
      }
      if (!on || event.metaKey || event.ctrlKey || event.altKey || typing(event.target)) { waiting.current = false; return; }
      const job = waiting.current ? jobs.find((one) => one.letter === event.key) : undefined;
      waiting.current = event.key === 'g';
      if (job !== undefined) void navigate({ to: job.to });
      else if (event.key === '?') setHelp(true);
      else if (event.key === '/') {
        const field = document.querySelector<HTMLInputElement>('input[type=search]');
        if (field !== null) { event.preventDefault(); field.focus(); }
      }
    };
    const ask = (): void => { setHelp(true); };
    document.addEventListener('keydown', press);
    document.addEventListener('avouch:keys', ask);
    return () => { document.removeEventListener('keydown', press); document.removeEventListener('avouch:keys', ask); };
  }, [on, navigate]);
  return (
    <Modal opened={help} onClose={() => { setHelp(false); }} title="Keyboard" closeButtonProps={{ 'aria-label': 'Close' }}>
      <dl className="keys">
        <div><dt><kbd>⌘</kbd> or <kbd>Ctrl</kbd> <kbd>K</kbd></dt><dd>Find anything</dd></div>
        {jobs.map((job) => <div key={job.to}><dt><kbd>g</kbd> <kbd>{job.letter}</kbd></dt><dd>{job.title}</dd></div>)}
        <div><dt><kbd>/</kbd></dt><dd>Filter the list</dd></div>
        <div><dt><kbd>?</kbd></dt><dd>This help</dd></div>
        <div><dt><kbd>Esc</kbd></dt><dd>Close what is open</dd></div>
      </dl>
      <Switch mt="md" checked={on} onChange={(event) => { setOn(event.currentTarget.checked); }} label="Use the keys without a modifier" />
    </Modal>
  );
}
