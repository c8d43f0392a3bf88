import { join } from 'node:path';

// A thread that the sources start is started from its source, as Jest runs them: see `register.cjs`.
process.execArgv.push('--require', join(__dirname, 'register.cjs'));
