import { AsyncLocalStorage } from 'node:async_hooks';
import { execute, type ExecutionResult } from 'graphql';
import { createQueryExecutor, type QueryExecutor, type ValidOperation } from '../../src/graphql/compiled-queries';

/** Runs every query as compiled code and by graphql-js. */
export interface ComparedExecutors {
  readonly executeQuery: QueryExecutor;
  /** Whether what runs now is run only to be compared. */
  isComparing(): boolean;
  /** Throws when they ever differed. */
  check(): void;
}

export function compareExecutors(): ComparedExecutors {
  const comparing = new AsyncLocalStorage<true>();
  const differences: string[] = [];
  const compiled = createQueryExecutor(1);

  const compare = async (operation: ValidOperation, answer: Promise<ExecutionResult>): Promise<ExecutionResult> => {
    const given = await answer;
    // In the same context, hence at the same revision and from what was read already.
    const expected = await comparing.run(true, () => standard(operation));
    const [left, right] = [comparable(given), comparable(expected)];
    if (left !== right) differences.push(`${operation.operation.loc?.source.body}\n${apart(left, right)}`);
    return given;
  };
  return {
    executeQuery: (operation) => {
      const answer = compiled(operation);
      return answer && compare(operation, answer);
    },
    isComparing: () => comparing.getStore() === true,
    check: () => {
      if (differences.length > 0) throw new Error(`Compiled queries answer otherwise:\n\n${differences.join('\n\n')}`);
    },
  };
}

const standard = async ({
  schema,
  document,
  operation,
  variables,
  context,
}: ValidOperation): Promise<ExecutionResult> =>
  execute({
    schema,
    document,
    operationName: operation.name?.value ?? null,
    variableValues: variables,
    contextValue: context,
  });

/** Where two answers part, which may be half a million letters in. */
function apart(compiled: string, standard: string): string {
  let place = 0;
  while (compiled[place] === standard[place]) place += 1;
  const near = (text: string): string => text.slice(Math.max(0, place - 200), place + 300);
  return `compiled: … ${near(compiled)}\nstandard: … ${near(standard)}`;
}

/** Data with the order of its fields, and errors in whichever order they came. */
function comparable({ data, errors = [] }: ExecutionResult): string {
  const told = errors.map((error) => JSON.stringify([error, String(error.originalError)])).toSorted();
  return JSON.stringify({ data, errors: told });
}
