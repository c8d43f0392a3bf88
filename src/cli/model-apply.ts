import type { Client } from './client';
import { LISTS_FIELDS, listChanges, type ListChange, type ModelLists } from './model-lists';
import type { ModelFile } from './model-file';
import { APPLY_MUTATION, type ApplyAnswer } from './model-report';

/** How a file is applied. */
export interface ApplyCall {
  readonly reason: string | null;
  readonly idempotencyKey: string | null;
  readonly dryRun: boolean;
}

interface ListAnswer {
  readonly revision: number;
  readonly errors: ApplyAnswer['errors'];
}

/**
 * Brings a server to what some files say: classes, relationship types and reconciliation rules in one change, then list
 * after list. What would be refused of any of them is found out first, and then nothing is written.
 */
export async function applyModelFiles(
  server: Client,
  parts: readonly ModelFile[],
  call: ApplyCall,
): Promise<ApplyAnswer> {
  const lists: ModelLists = {
    valueLists: parts.flatMap((part) => part.lists.valueLists),
    junkValues: parts.flatMap((part) => part.lists.junkValues),
  };
  const hasLists = lists.valueLists.length + lists.junkValues.length > 0;
  const changes = hasLists ? listChanges(lists, await server.request<ModelLists>(`{ ${LISTS_FIELDS} }`)) : [];
  if (changes.length > 0 && !call.dryRun) {
    const tried = await applyAll(server, parts, changes, { ...call, dryRun: true });
    if (tried.errors.length > 0) return tried;
  }
  return applyAll(server, parts, changes, call);
}

async function applyAll(
  server: Client,
  parts: readonly ModelFile[],
  changes: readonly ListChange[],
  { reason, idempotencyKey, dryRun }: ApplyCall,
): Promise<ApplyAnswer> {
  const { applyModel } = await server.request<{ applyModel: ApplyAnswer }>(APPLY_MUTATION, {
    input: {
      classes: parts.flatMap((part) => part.input.classes),
      relationshipTypes: parts.flatMap((part) => part.input.relationshipTypes),
      reconciliationRules: parts.flatMap((part) => part.input.reconciliationRules ?? []),
      reason,
      idempotencyKey,
      dryRun,
    },
  });
  const { errors } = applyModel;
  const done: { readonly change: ListChange; readonly what: string; readonly answer: ListAnswer }[] = [];
  for (const change of changes) {
    const { mutation, name, input } = change;
    if (!dryRun && (errors.length > 0 || done.some(({ answer }) => answer.errors.length > 0))) break;
    const key = idempotencyKey === null ? null : `${idempotencyKey}:${name}`;
    const type = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`;
    const { answer } = await server.request<{ answer: ListAnswer }>(
      `mutation ($input: ${type}!) { answer: ${mutation}(input: $input) { revision errors { code message path } } }`,
      { input: { ...input, reason, idempotencyKey: key, dryRun } },
    );
    done.push({ change, what: mutation === 'defineValueList' ? 'value list' : 'junk values', answer });
  }
  const ofLists = done.flatMap(({ change, what, answer }) =>
    answer.errors.map((error) => ({ ...error, path: [`${what} ${change.name}`, ...(error.path ?? [])] })),
  );
  return {
    ...applyModel,
    revision: done.at(-1)?.answer.revision ?? applyModel.revision,
    lists: done.map(({ change, what }) => ({ what, name: change.name })),
    errors: [...errors, ...ofLists],
  };
}
