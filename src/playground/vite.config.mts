import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

/**
 * The whole playground, self-hosted: the server's content security policy allows no other origin and no inline script,
 * so nothing may be inlined but data: pictures and fonts.
 */
// oxlint-disable-next-line import/no-default-export -- Vite reads nothing else
export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  base: '/ui/',
  plugins: [react(), compressed()],
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

const COMPRESSIBLE = /\.(?:js|css|html|svg|ttf)$/;

/** Lays `x.gz` beside every `x`: the server sends it as it is, 2.3 MB instead of 7.3, and compresses nothing itself. */
function compressed(): Plugin {
  return {
    name: 'compressed',
    apply: 'build',
    async writeBundle({ dir = '' }) {
      const entries = await readdir(dir, { recursive: true });
      const files = entries.filter((entry) => COMPRESSIBLE.test(entry)).map((entry) => join(dir, entry));
      await Promise.all(
        files.map(async (file) => writeFile(`${file}.gz`, await promisify(gzip)(await readFile(file), { level: 9 }))),
      );
    },
  };
}
