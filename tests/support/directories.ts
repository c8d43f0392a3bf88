import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const made: string[] = [];

/** A new directory that the user PostgreSQL runs as can pass through; `removeDirectories` removes it. */
export function makeDirectory(): string {
  const path = mkdtempSync(join(tmpdir(), 'underpin-test-'));
  chmodSync(path, 0o711);
  made.push(path);
  return path;
}

/** Call it in `afterAll`. */
export function removeDirectories(): void {
  for (const path of made.splice(0)) rmSync(path, { recursive: true, force: true });
}
