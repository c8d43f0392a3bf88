import { importCommand } from './cli/import';
import { migrateCommand } from './cli/migrate';
import { runProgram } from './cli/program';
import { packageVersion } from './graphql/package-files';

void runProgram(packageVersion(), [migrateCommand(), importCommand()], process.argv);
