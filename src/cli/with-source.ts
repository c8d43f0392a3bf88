import type { Client } from './client';
import { CommandError } from './command-error';
import { RequestError } from './request-error';

/** The data source that an import reports for. */
export interface ImportSource {
  readonly name: string;
  /** What is imported, for people. */
  readonly description: string;
  readonly dryRun: boolean;
}

export const REGISTER_SOURCE = `
  mutation Register($input: RegisterDataSourceInput!) {
    registerDataSource(input: $input) { dataSource { name } errors { message } }
  }`;

export interface RegisterAnswer {
  readonly registerDataSource: { readonly errors: readonly { readonly message: string }[] };
}

/** Does what needs a data source; one that nobody has registered yet is registered, and it is done again. */
export async function withSource<T>(client: Client, source: ImportSource, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof RequestError) || error.code !== 'UNKNOWN_SOURCE') throw error;
  }
  if (source.dryRun) {
    throw new CommandError(
      `The data source "${source.name}" is not registered, and a dry run registers nothing. ` +
        'Register it with the mutation registerDataSource, or name one that is with --source.',
    );
  }
  const input = { name: source.name, description: `Imported by the command line: ${source.description}.` };
  const { registerDataSource } = await client.request<RegisterAnswer>(REGISTER_SOURCE, { input });
  const [refusal] = registerDataSource.errors;
  if (refusal !== undefined)
    throw new CommandError(`The data source "${source.name}" cannot be registered: ${refusal.message}`);
  return work();
}
