import { allCommands } from './cli/commands';
import { runToEnd } from './cli/failure';
import { createProgram } from './cli/program';
import { packageVersion } from './graphql/package-files';

const program = createProgram(packageVersion(), allCommands());
void runToEnd(() => program.parseAsync());
