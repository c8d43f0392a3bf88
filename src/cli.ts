import { backupCommand } from './cli/backup';
import { benchCommand } from './cli/bench';
import { changesCommand } from './cli/changes';
import { depsCommand } from './cli/deps';
import { diffCommand } from './cli/diff';
import { documentsCommand } from './cli/documents';
import { exportCommand } from './cli/export';
import { runToEnd } from './cli/failure';
import { demoCommand } from './cli/demo';
import { impactCommand } from './cli/impact';
import { importCommand } from './cli/import';
import { migrateCommand } from './cli/migrate';
import { modelCommand } from './cli/model';
import { createProgram } from './cli/program';
import { queryCommand } from './cli/query';
import { restoreCommand } from './cli/restore';
import { serveCommand } from './cli/serve';
import { syncCommand } from './cli/sync';
import { tokenCommand } from './cli/token';
import { verifyCommand } from './cli/verify';
import { weakCommand } from './cli/weak';
import { packageVersion } from './graphql/package-files';

const program = createProgram(packageVersion(), [
  serveCommand(),
  demoCommand(),
  queryCommand(),
  impactCommand(),
  depsCommand(),
  weakCommand(),
  changesCommand(),
  diffCommand(),
  importCommand(),
  exportCommand(),
  modelCommand(),
  syncCommand(),
  tokenCommand(),
  documentsCommand(),
  migrateCommand(),
  backupCommand(),
  restoreCommand(),
  verifyCommand(),
  benchCommand(),
]);
void runToEnd(() => program.parseAsync());
