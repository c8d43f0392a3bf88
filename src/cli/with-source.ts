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

/**
 * Does what needs a data source; one that nobody has registered yet is registered, and it is done again. A dry run asks
 * whether it could be, and counts on it: its work is then told that the source is a new one.
 */
export async function withSource<T>(
  client: Client,
  { name, description, dryRun }: ImportSource,
  work: (isNew: boolean) => Promise<T>,
): Promise<T> {
  try {
    return await work(false);
  } catch (error) {
    if (!(error instanceof RequestError) || error.code !== 'UNKNOWN_SOURCE') throw error;
  }
  const input = { name, description: `Imported by the command line: ${description}.`, dryRun };
  const { registerDataSource } = await client.request<RegisterAnswer>(REGISTER_SOURCE, { input });
  const [refusal] = registerDataSource.errors;
  if (refusal !== undefined)
    throw new CommandError(`The data source "${name}" cannot be registered: ${refusal.message}`);
  return work(dryRun);
}
