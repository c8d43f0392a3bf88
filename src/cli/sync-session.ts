import type { Client } from './client';
import { CommandError } from './command-error';
import type { SyncChoice } from './sync-options';
import { withSource } from './with-source';

/** A sync session as the commands show it. */
export interface ShownSession {
  readonly id: string;
  readonly source: string;
  readonly state: string;
  readonly startedAt: string;
  readonly endedBecause: string | null;
  readonly decision: {
    readonly members: Counts;
    readonly seen: Counts;
    readonly removals: Counts;
    readonly forgiven: Counts;
    readonly guard: readonly string[];
  } | null;
  readonly removals: {
    readonly totalCount: number;
    readonly nodes: readonly {
      readonly configurationItem: Named | null;
      readonly relationship: {
        readonly type: { readonly name: string };
        readonly source: Named | null;
        readonly target: Named | null;
      } | null;
    }[];
  };
}

interface Counts {
  readonly items: number;
  readonly relationships: number;
}

interface Named {
  readonly name: string;
  readonly class: { readonly name: string };
}

/** So many removals are listed by name. */
const LISTED_MAX = 20;

const SESSION = `
  id source state startedAt endedBecause
  decision { members { items relationships } seen { items relationships } removals { items relationships }
    forgiven { items relationships } guard }
  removals(first: ${LISTED_MAX}) { totalCount nodes {
    configurationItem { name class { name } }
    relationship { type { name } source { name class { name } } target { name class { name } } } } }`;

/** Begins a session; the same idempotency key leads to the same one, so that an interrupted run goes on in it. */
export async function beginSync(
  client: Client,
  sync: SyncChoice,
  run: {
    readonly source: string;
    readonly description: string;
    readonly reason: string | null;
    readonly idempotencyKey: string;
  },
): Promise<string> {
  const { source, description, reason, idempotencyKey } = run;
  const { scope, takeOver, maxRemovalPercent } = sync;
  const input = {
    source,
    scope,
    takeOver,
    idempotencyKey,
    ...(reason === null ? {} : { reason }),
    ...(maxRemovalPercent === null ? {} : { maxRemovalPercent }),
  };
  const { beginSync: begun } = await withSource(client, { name: source, description, dryRun: false }, () =>
    client.request<{ beginSync: { session: { id: string } } }>(
      'mutation Begin($input: BeginSyncInput!) { beginSync(input: $input) { session { id } } }',
      { input },
    ),
  );
  return begun.session.id;
}

/** Ends a session in one of three ways, and gives what it is then. */
export async function endSync(
  client: Client,
  how: 'commit' | 'confirm' | 'abort',
  input: { readonly session: string; readonly partialTypes?: readonly string[]; readonly reason?: string },
): Promise<ShownSession> {
  const field = `${how}Sync`;
  const type = `${how.charAt(0).toUpperCase()}${how.slice(1)}SyncInput`;
  const document = `mutation End($input: ${type}!) { ${field}(input: $input) { session { ${SESSION} } } }`;
  const answer = await client.request<Readonly<Record<string, { session: ShownSession }>>>(document, { input });
  const ended = answer[field];
  if (!ended) throw new CommandError(`The server does not answer ${field}.`);
  return ended.session;
}

/** Sessions, the newest first. */
export async function listSyncs(client: Client, filter: object): Promise<readonly ShownSession[]> {
  const document = `query Sessions($filter: SyncSessionFilter) { syncSessions(filter: $filter, first: 20) { nodes { ${SESSION} } } }`;
  const answer = await client.request<{ syncSessions: { nodes: readonly ShownSession[] } }>(document, { filter });
  return answer.syncSessions.nodes;
}

/** What came of a session, for people. */
export function sessionLines(session: ShownSession): readonly string[] {
  const { id, state, decision, removals, endedBecause } = session;
  if (!decision) return [`Sync session ${id}: ${state}${endedBecause === null ? '' : ` (${endedBecause})`}.`];
  const gone = countsOf(decision.removals);
  const listed = removals.nodes.flatMap(({ configurationItem, relationship }) => {
    if (configurationItem) return [`  ${configurationItem.class.name} ${configurationItem.name}`];
    const ends = relationship && [relationship.source, relationship.target].map((end) => end?.name ?? '(hidden)');
    return relationship && ends ? [`  ${ends[0]} ${relationship.type.name} ${ends[1]}`] : [];
  });
  const more = removals.totalCount - removals.nodes.length;
  return [
    '',
    ...(state === 'AWAITING_CONFIRMATION'
      ? [
          `Nothing was removed yet: sync session ${id} would remove ${gone} and waits for a person.`,
          ...decision.guard.map((why) => `  ${why}`),
        ]
      : [`Sync session ${id} (${state}): the source no longer claims ${gone} of ${countsOf(decision.members)}.`]),
    ...(decision.forgiven.items + decision.forgiven.relationships > 0
      ? [`Missed, but not often enough to be removed: ${countsOf(decision.forgiven)}.`]
      : []),
    ...(listed.length > 0 ? ['No longer seen:', ...listed] : []),
    ...(more > 0 ? [`  and ${more} more; the field removals of syncSessions lists them all`] : []),
    ...(state === 'AWAITING_CONFIRMATION'
      ? ['', `To go ahead:  underpin sync confirm ${id}`, `To leave all:  underpin sync abort ${id}`]
      : []),
  ];
}

/** Items and relationships in words. */
export const countsOf = ({ items, relationships }: Counts): string =>
  `${items} item${items === 1 ? '' : 's'} and ${relationships} relationship${relationships === 1 ? '' : 's'}`;
