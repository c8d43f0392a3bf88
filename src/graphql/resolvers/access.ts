import { createApiToken as create, revokeApiToken as revoke } from '../../application/access/edit-token';
import { countApiTokens, findApiToken, pageApiTokens } from '../../application/access/find-tokens';
import type { ApiToken } from '../../domain/access/api-token';
import { DomainError } from '../../domain/errors';
import type { JsonObject } from '../../domain/json';
import type { ApiTokenConnectionModel } from '../access-models';
import { connectionResolvers, listOf, planPage, toConnection } from '../connections';
import type { RequestContext } from '../context';
import type {
  MutationCreateApiTokenArgs,
  MutationRevokeApiTokenArgs,
  QueryApiTokensArgs,
  Resolvers,
} from '../generated';
import { editCall, presentWritten } from './written';

/** Who may come in, and who has. */
export const accessResolvers = {
  Query: { apiTokens, viewer: (_: unknown, __: unknown, { caller }: RequestContext) => caller },
  Mutation: { createApiToken, revokeApiToken },
  Viewer: {
    tenants: ({ visibility }) => visibility?.tenants ?? null,
    labels: ({ visibility }) => visibility?.labels ?? {},
  },
  ApiTokenConnection: connectionResolvers,
} satisfies Resolvers;

async function apiTokens(
  _: unknown,
  args: Partial<QueryApiTokensArgs>,
  context: RequestContext,
): Promise<ApiTokenConnectionModel> {
  const plan = planPage(listOf('API tokens', null), args);
  const page = await pageApiTokens(context.app, context.caller, plan.page);
  const count = (): Promise<number> => countApiTokens(context.app, context.caller);
  return toConnection(context, plan, page, await context.revisionFor({}), count);
}

async function createApiToken(_: unknown, { input }: MutationCreateApiTokenArgs, context: RequestContext) {
  const { name, role, tenants = null, labels, sources = null, description = null, expiresAt = null } = input;
  const scope = { name, role, tenants, labels: readLabels(labels ?? {}), sources, description, expiresAt };
  const { app, caller } = context;
  const created = await create(app, editCall(context, input), caller, scope);
  // Whoever comes in without a token from now on must be refused here at once.
  if (created.tokenId !== null) await app.access.refresh();
  return { ...presentWritten(created), apiToken: await tokenOf(context, created.tokenId), secret: created.secret };
}

async function revokeApiToken(_: unknown, { input }: MutationRevokeApiTokenArgs, context: RequestContext) {
  const revoked = await revoke(context.app, editCall(context, input), context.caller, input.id);
  await context.app.access.refresh();
  return { ...presentWritten(revoked), apiToken: await tokenOf(context, revoked.tokenId) };
}

const tokenOf = async (context: RequestContext, id: string | null): Promise<ApiToken | null> =>
  id === null ? null : findApiToken(context.app, id);

function readLabels(labels: JsonObject): Readonly<Record<string, string>> {
  const [wrong] = Object.entries(labels).find(([, value]) => typeof value !== 'string') ?? [];
  if (wrong === undefined) return labels as Readonly<Record<string, string>>;
  throw new DomainError('BAD_REQUEST', `labels: the value of ${JSON.stringify(wrong)} must be a text.`);
}
