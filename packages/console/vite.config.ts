import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** `vite build --mode demo` builds the console on its in-memory company; every other build leaves that out altogether. */
export default defineConfig(({ mode, command }) => ({
  plugins: [react()],
  resolve: { conditions: ['@avouch/source', 'module', 'browser', mode === 'production' ? 'production' : 'development|production'] },
  define: { AVOUCH_DEMO: JSON.stringify(mode === 'demo' || (command === 'serve' && mode === 'development')) },
  build: {
    target: 'es2022',
    outDir: mode === 'demo' ? '.cache/demo' : 'dist',
    emptyOutDir: true,
    assetsInlineLimit: 0,
    sourcemap: false,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
}));
