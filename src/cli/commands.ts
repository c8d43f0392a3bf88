import type { Command } from 'commander';
import { backupCommand } from './backup';
import { benchCommand } from './bench';
import { changesCommand } from './changes';
import { depsCommand } from './deps';
import { diffCommand } from './diff';
import { documentsCommand } from './documents';
import { exportCommand } from './export';
import { demoCommand } from './demo';
import { impactCommand } from './impact';
import { importCommand } from './import';
import { migrateCommand } from './migrate';
import { modelCommand } from './model';
import { queryCommand } from './query';
import { restoreCommand } from './restore';
import { serveCommand } from './serve';
import { syncCommand } from './sync';
import { tokenCommand } from './token';
import { verifyCommand } from './verify';
import { weakCommand } from './weak';

/** All commands, in the order in which the help lists them. */
export const allCommands = (): readonly Command[] => [
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
];
