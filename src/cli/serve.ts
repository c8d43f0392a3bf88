import { Command } from 'commander';
import { runServer } from './run-server';

/** `underpin serve`: the same as `npm start`. */
export function serveCommand(): Command {
  return new Command('serve')
    .description('run the server until Ctrl-C; its data stays')
    .addHelpText(
      'after',
      `
Everything is set by environment variables; the README lists them.

Examples:
  underpin serve                                        on http://127.0.0.1:4000, with the embedded PostgreSQL
  PORT=8080 UNDERPIN_DATA_DIR=/srv/cmdb underpin serve
  DATABASE_URL=postgres://me:secret@db/cmdb underpin serve`,
    )
    .action(runServer);
}
