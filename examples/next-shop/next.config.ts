import type { NextConfig } from 'next';

const config: NextConfig = {
  poweredByHeader: false,
  // The consent package lies in this workspace.
  turbopack: { root: new URL('../..', import.meta.url).pathname },
};

export default config;
