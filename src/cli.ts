import { migrateCommand } from './cli/migrate';
import { runProgram } from './cli/program';
import { packageVersion } from './graphql/package-files';

void runProgram(packageVersion(), [migrateCommand()], process.argv);
