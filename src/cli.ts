import { benchCommand } from './cli/bench';
import { runToEnd } from './cli/failure';
import { demoCommand } from './cli/demo';
import { importCommand } from './cli/import';
import { migrateCommand } from './cli/migrate';
import { modelCommand } from './cli/model';
import { createProgram } from './cli/program';
import { serveCommand } from './cli/serve';
import { syncCommand } from './cli/sync';
import { packageVersion } from './graphql/package-files';

const program = createProgram(packageVersion(), [
  serveCommand(),
  demoCommand(),
  importCommand(),
  modelCommand(),
  syncCommand(),
  migrateCommand(),
  benchCommand(),
]);
void runToEnd(() => program.parseAsync());
