import { useGraphiQL, useGraphiQLActions } from '@graphiql/react';
import { Kind, OperationTypeNode, parse } from 'graphql';
import { useCallback } from 'react';
import type { Question } from './view/question';
import { viewOf } from './view/view-question';

/** Queries that came from a click: they may be replaced, what somebody typed may not. */
const asked = new Set<string>(['']);

export function rememberAsked(query: string): void {
  asked.add(query.trim());
}

function isReplaceable(query: string, variables: string): boolean {
  return asked.has(query) || viewOf({ query, variables }) !== null;
}

/** Whether running a question can change nothing: only such a one runs without a click. */
export function isReading(query: string): boolean {
  try {
    const operations = parse(query).definitions.filter((definition) => definition.kind === Kind.OPERATION_DEFINITION);
    return operations.length > 0 && operations.every((operation) => operation.operation === OperationTypeNode.QUERY);
  } catch {
    return false;
  }
}

/** Of several operations the one to run; null is the first. */
interface AskedQuestion extends Question {
  readonly operationName?: string | null;
}

/** Puts a question into the editor and runs it. Null until the editor is there. */
export function useAsk(): ((question: AskedQuestion, options?: { run: boolean }) => void) | null {
  const actions = useGraphiQLActions();
  const { queryEditor, variableEditor, responseEditor } = useGraphiQL((state) => ({
    queryEditor: state.queryEditor,
    variableEditor: state.variableEditor,
    responseEditor: state.responseEditor,
  }));
  const ask = useCallback(
    ({ query, variables, operationName = null }: AskedQuestion, options = { run: true }) => {
      if (queryEditor === undefined || variableEditor === undefined) return;
      // A request still under way would make `run` stop instead of start.
      actions.stop();
      const present = queryEditor.getValue().trim();
      if (present !== query.trim() && !isReplaceable(present, variableEditor.getValue())) actions.addTab();
      rememberAsked(query);
      if (queryEditor.getValue() !== query) queryEditor.setValue(query);
      variableEditor.setValue(variables);
      // The editor learns of its new operation 100 ms later; the old operation's name must not be sent with it.
      actions.setOperationFacts(factsOf(query, operationName));
      if (options.run) actions.run();
    },
    [actions, queryEditor, variableEditor],
  );
  return queryEditor && variableEditor && responseEditor ? ask : null;
}

type OperationFacts = Parameters<ReturnType<typeof useGraphiQLActions>['setOperationFacts']>[0];

function factsOf(query: string, operationName: string | null): OperationFacts {
  try {
    const documentAST = parse(query);
    const operations = documentAST.definitions.filter((definition) => definition.kind === Kind.OPERATION_DEFINITION);
    const name = operationName ?? operations[0]?.name?.value;
    return { documentAST, operations, ...(name === undefined ? {} : { operationName: name }) };
  } catch {
    return {};
  }
}
