import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/**
 * The whole playground, self-hosted: the server's content security policy allows no other origin and no inline script,
 * so nothing may be inlined but data: pictures and fonts.
 */
// oxlint-disable-next-line import/no-default-export -- Vite reads nothing else
export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  base: '/ui/',
  plugins: [react()],
  worker: { format: 'es' },
  build: {
    outDir: fileURLToPath(new URL('../../dist/playground', import.meta.url)),
    emptyOutDir: true,
    target: 'es2022',
    sourcemap: false,
    reportCompressedSize: false,
    // Monaco is 2.8 MB by nature and loads after the page is there.
    chunkSizeWarningLimit: 4_000,
    rolldownOptions: {
      // GraphiQL's packages carry "use no memo" for a compiler that does not run here.
      onLog: (level, log, handler) => (log.code === 'MODULE_LEVEL_DIRECTIVE' ? undefined : handler(level, log)),
    },
  },
});
