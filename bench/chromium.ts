import { execFileSync } from 'node:child_process';
import chromiumPackage from '@sparticuz/chromium';
import { chromium, type Browser } from 'playwright-core';

const findChromium = async (): Promise<string> => {
  try {
    return execFileSync('sh', ['-c', 'command -v chromium || command -v chromium-browser || command -v google-chrome'], { encoding: 'utf8' }).trim();
  } catch {
    // The system has none: the one that npm brought.
    return await chromiumPackage.executablePath();
  }
};

/** The system's Chromium, without a window. */
export const openChromium = async (): Promise<Browser> => chromium.launch({ executablePath: await findChromium(), args: ['--no-sandbox'] });
