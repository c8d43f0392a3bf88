import type { ChangedValue } from '../../domain/history/changed-values';
import { itemValueAt, relationshipValueAt } from '../../domain/history/changed-values';
import type { ConfigurationItem } from '../../domain/configuration-item';
import { itemId, relationshipId, revision, type ItemId } from '../../domain/ids';
import { pageOfValues, type PagePosition, type PageResult } from '../../domain/page';
import type { Relationship } from '../../domain/relationship';
import {
  findContestedItems,
  findContestedRelationships,
  findItemsWithClaims,
  type Stretch,
} from '../../storage/identities/contested-queries';
import type { Executor } from '../../storage/database';
import type { Application } from '../application';
import type { RulePreview } from './define-data-rules';
import { deriveItems, type DerivedItem, type Deriving } from './derive-items';
import { deriveRelationships } from './derive-relationships';
import { STEP_SIZE } from './rederive';
import { rewordItems } from './reword-items';

/** What rules would change of one item or relationship. */
export interface RuleEffect {
  /** The item; of a relationship, null. */
  readonly item: ConfigurationItem | null;
  readonly relationship: Relationship | null;
  readonly values: readonly ChangedValue[];
}

type Previewing = Pick<Application, 'database' | 'clock'>;

/** One page of what rules would change, items by id, then relationships by id. Looks no further than the page needs. */
export async function pageOfEffects(
  app: Previewing,
  preview: RulePreview,
  { after, limit }: { readonly after: PagePosition | null; readonly limit: number },
): Promise<PageResult<RuleEffect>> {
  const found: RuleEffect[] = [];
  const positions: PagePosition[] = [];
  const page = (hasMore: boolean): PageResult<RuleEffect> =>
    pageOfValues(found, hasMore, (place) => positions[place] ?? []);
  for await (const effect of effects(app, preview, after)) {
    if (found.length === limit) return page(true);
    found.push(effect);
    positions.push(effect.item ? ['item', effect.item.id] : ['relationship', effect.relationship?.id ?? 0]);
  }
  return page(false);
}

/** How many items and relationships would change. Looks at all that the rules concern, in steps. */
export async function countEffects(app: Previewing, preview: RulePreview): Promise<number> {
  let count = 0;
  for await (const _ of effects(app, preview, null)) count += 1;
  return count;
}

async function* effects(
  { database, clock }: Previewing,
  { model, scope }: RulePreview,
  after: PagePosition | null,
): AsyncGenerator<RuleEffect> {
  const deriving = { model, now: clock().toISOString() };
  const [kind = 'item', id = 0] = after ?? [];
  let item = kind === 'item' ? itemId(Number(id)) : null;
  while (item !== null) {
    const { found, last }: Derived = await deriveNext(database, { model, scope }, deriving, item);
    for (const { before, write } of found) {
      if (!write) continue;
      const moved = { before, after: { ...write.after, validFrom: revision(0) } };
      yield { item: before, relationship: null, values: valuesOf(write.paths, moved, itemValueAt) };
    }
    item = last;
  }
  let relationship = kind === 'item' ? relationshipId(0) : relationshipId(Number(id));
  for (;;) {
    const { found, last } = await findContestedRelationships(database, scope, {
      after: relationship,
      limit: STEP_SIZE,
    });
    for (const { before, write } of await deriveRelationships(database, found, deriving)) {
      if (!write?.after) continue;
      const moved = { before, after: { ...write.after, validFrom: revision(0) } };
      yield { item: null, relationship: before, values: valuesOf(write.paths, moved, relationshipValueAt) };
    }
    if (last === null) return;
    relationship = last;
  }
}

type Derived = Stretch<ItemId, DerivedItem>;

async function deriveNext(
  database: Executor,
  { scope }: RulePreview,
  deriving: Deriving,
  after: ItemId,
): Promise<Derived> {
  const stretch = { after, limit: STEP_SIZE };
  const { fields = [] } = scope;
  if (fields.length === 0) {
    const { found, last } = await findContestedItems(database, scope, stretch);
    return { found: await deriveItems(database, found, deriving), last };
  }
  const { found, last } = await findItemsWithClaims(database, scope, fields, stretch);
  const reworded = await rewordItems(database, found, deriving);
  return { found: reworded.map(({ derived }) => derived), last };
}

const valuesOf = <T>(
  paths: readonly string[],
  { before, after }: { readonly before: T; readonly after: T },
  read: (of: T, path: string) => ChangedValue['before'],
): readonly ChangedValue[] => paths.map((path) => ({ path, before: read(before, path), after: read(after, path) }));
