import { hydrateRoot } from 'react-dom/client';
import type { ConsentConfig, ConsentState } from '../src/config.ts';
import { Shop } from './react-page.tsx';

const given = JSON.parse(document.getElementById('given')!.textContent) as { config: ConsentConfig; initial?: ConsentState; port: number };
const recovered: string[] = [];
Object.assign(window, { recovered });
hydrateRoot(document.getElementById('root')!, <Shop {...given} />, { onRecoverableError: (error) => recovered.push(String(error)) });
