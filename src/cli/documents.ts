import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { createDocumentCheck } from '../graphql/document-faults';
import { hashOf } from '../server/documents';
import { CommandError } from './command-error';

const HELP = `
Prints a list of trusted documents: each file, as it is, by the SHA-256 of its text. A server that is started with
UNDERPIN_TRUSTED_DOCUMENTS=<the list> answers these documents and no others, over HTTP and WebSocket; clients send the
text, or only its hash as extensions.persistedQuery.sha256Hash or as documentId. A file holds one document: what is
asked together, with its fragments. What does not fit the schema, or is above a limit, is told and nothing is printed.

Lists that Relay, Apollo and GraphQL Code Generator write beside their clients are taken as they are.

Examples:
  underpin documents src/**/*.graphql > trusted-documents.json
  UNDERPIN_TRUSTED_DOCUMENTS=trusted-documents.json underpin serve`;

/** `underpin documents` */
export function documentsCommand(): Command {
  return new Command('documents')
    .description('make a list of the only GraphQL documents that a server shall answer')
    .argument('<files...>', 'one document each')
    .addHelpText('after', HELP)
    .action((files: readonly string[]) => {
      const faultsOf = createDocumentCheck();
      const read = files.map((file) => ({ file, text: textOf(file) }));
      const faults = read.flatMap(({ file, text }) => faultsOf(text).map((fault) => `${file}: ${fault}`));
      if (faults.length > 0) throw new CommandError(faults.join('\n'));
      console.log(JSON.stringify(Object.fromEntries(read.map(({ text }) => [hashOf(text), text])), null, 2));
    });
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new CommandError(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`, 2);
  }
}
