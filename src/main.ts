import { runToEnd } from './cli/failure';
import { runServer } from './cli/run-server';

void runToEnd(runServer);
