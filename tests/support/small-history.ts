import type { PlannedWrite } from '../../src/application/writes/write-queue';
import type { Observation } from '../../src/domain/configuration-item';
import { relationshipId, type ItemId } from '../../src/domain/ids';
import {
  identifierKey,
  NO_EXPECTATIONS,
  relationshipKey,
  type ChangePlan,
  type Identifier,
} from '../../src/storage/change-sets/change-plan';
import type { Executor } from '../../src/storage/database';
import { IDENTIFIER_COLUMNS, toIdentifier, type IdentifierRow } from '../../src/storage/change-sets/identifier-rows';
import { ITEM_COLUMNS, toItem, type ItemRow } from '../../src/storage/change-sets/item-rows';
import {
  OBSERVATION_COLUMNS,
  toObservation,
  type ObservationRow,
} from '../../src/storage/change-sets/observation-rows';
import {
  RELATIONSHIP_COLUMNS,
  toRelationship,
  type RelationshipRow,
} from '../../src/storage/change-sets/relationship-rows';
import {
  changePlan,
  creation,
  ending,
  relation,
  testIdentifier,
  testItem,
  testObservation,
  testRelationship,
  update,
} from './plans';

/** Something to do to a few items; `item` and `other` count from 0. What cannot be done does nothing. */
export type Step =
  | { readonly do: 'put' | 'retire'; readonly item: number; readonly value: number }
  | { readonly do: 'observe' | 'withdraw'; readonly item: number; readonly source: number; readonly value: number }
  | { readonly do: 'relate' | 'end'; readonly item: number; readonly other: number; readonly value: number }
  | { readonly do: 'identify'; readonly item: number; readonly value: number };

/** Everything that is there after a revision, in the plainest form; each entry as one line of text. */
export type State = ReadonlyMap<string, string>;

/** What a step makes of a state, worked out without a database. */
export function afterStep(state: State, step: Step): State {
  const next = new Map(state);
  const set = (key: string, line: string): void => void next.set(key, line);
  const version = (key: string): number => Number(/v(\d+)/.exec(state.get(key) ?? 'v0')?.[1]) + 1;
  const item = `item ${step.item}`;
  const known = state.has(item);
  const retired = state.get(item)?.includes('retired') ?? false;
  switch (step.do) {
    case 'put':
      set(item, `v${version(item)} = ${step.value}`);
      break;
    case 'retire':
      if (known && !retired) set(item, `v${version(item)} retired ${step.value}`);
      break;
    case 'observe':
      if (known) set(`observation ${step.item} ${step.source}`, `says ${step.value}`);
      break;
    case 'withdraw':
      if (!next.delete(`observation ${step.item} ${step.source}`)) break;
      set(item, `v${version(item)} = ${step.value}`);
      break;
    case 'relate': {
      const key = `relationship ${step.item} ${step.other}`;
      if (known && state.has(`item ${step.other}`)) set(key, `v${version(key)} weighs ${step.value + 1}`);
      break;
    }
    case 'end':
      next.delete(`relationship ${step.item} ${step.other}`);
      break;
    case 'identify':
      if (known) identify(next, step.item, step.value);
      break;
  }
  return next;
}

/** Whoever is first owns an identity; further ones contest it; the owner gives it up to the smallest of them. */
function identify(state: Map<string, string>, item: number, value: number): void {
  const key = `identifier ${value}`;
  const [owner, ...contesting] = (state.get(key) ?? '').split(' ').filter(Boolean);
  const me = String(item);
  if (owner === me) {
    const [heir, ...rest] = contesting;
    if (heir === undefined) state.delete(key);
    else state.set(key, [heir, ...rest].join(' '));
  } else if (!contesting.includes(me)) {
    const others = owner === undefined ? [me] : [owner, ...[...contesting, me].toSorted()];
    state.set(key, others.join(' '));
  }
}

/** The same step as a write; `base` is added to the number of an item, so that each run has items of its own. */
export const stepWrite = (base: number, step: Step): PlannedWrite => ({
  prepare: (reader) => planStep(reader, base, step),
});

async function planStep(reader: Executor, base: number, step: Step): Promise<ChangePlan | null> {
  const id = (base + step.item) as ItemId;
  const [item] = await readItems(reader, [id]);
  const items = new Map([[id, item?.validFrom ?? null]]);
  const expects = { ...NO_EXPECTATIONS, items };
  switch (step.do) {
    case 'put':
      return changePlan({
        items: [
          item
            ? update(item, { attributes: { value: step.value }, retiredAt: null })
            : creation(testItem(id, { attributes: { value: step.value } })),
        ],
        expects,
      });
    case 'retire':
      if (!item || item.retiredAt !== null) return null;
      return changePlan({
        items: [update(item, { retiredAt: '2026-11-22T00:00:00.000Z', attributes: { value: step.value } })],
        expects,
      });
    case 'observe':
    case 'withdraw':
      return item ? planObservation(reader, item, step) : null;
    case 'relate':
    case 'end':
      return planRelationship(reader, base, step);
    case 'identify':
      return item ? planIdentifier(reader, base, step.value, item) : null;
  }
}

async function planObservation(
  reader: Executor,
  item: ReturnType<typeof toItem>,
  step: Step & { readonly do: 'observe' | 'withdraw' },
): Promise<ChangePlan | null> {
  const rows = await reader.query<ObservationRow>(
    `select ${OBSERVATION_COLUMNS} from observation where item_id = $1 order by valid_from`,
    [item.id],
  );
  const all = rows.map(toObservation);
  const before = all.find((one) => one.source === `source-${step.source}`) ?? null;
  if (step.do === 'withdraw' && !before) return null;
  const after: Observation | null =
    step.do === 'withdraw'
      ? null
      : testObservation(item.id, { source: `source-${step.source}`, claims: { 'attributes.value': step.value } });
  return changePlan({
    observations: [{ before, after, tenant: '' }],
    items: after ? [] : [update(item, { attributes: { value: step.value }, retiredAt: null })],
    expects: {
      ...NO_EXPECTATIONS,
      items: new Map([[item.id, item.validFrom]]),
      observations: new Map([[item.id, all.at(-1)?.validFrom ?? null]]),
    },
  });
}

async function planRelationship(
  reader: Executor,
  base: number,
  step: Step & { readonly do: 'relate' | 'end' },
): Promise<ChangePlan | null> {
  const [source, target] = [(base + step.item) as ItemId, (base + step.other) as ItemId];
  const ends = await readItems(reader, [source, target]);
  const [row] = await reader.query<RelationshipRow>(
    `select ${RELATIONSHIP_COLUMNS} from relationship where source_id = $1 and type = 'DEPENDS_ON' and target_id = $2`,
    [source, target],
  );
  const before = row ? toRelationship(row) : null;
  const expects = {
    ...NO_EXPECTATIONS,
    items: new Map([source, target].map((id) => [id, ends.find((end) => end.id === id)?.validFrom ?? null])),
    relationships: new Map([[relationshipKey(source, 'DEPENDS_ON', target), before?.validFrom ?? null]]),
  };
  if (step.do === 'end') return before && changePlan({ relationships: [ending(before)], expects });
  if (ends.length < new Set([source, target]).size) return null;
  const weight = step.value + 1;
  const after = before
    ? { ...before, weight, version: before.version + 1 }
    : testRelationship(relationshipId(source * 100 + step.other), source, target, { weight });
  const write = before ? { before, after, kind: 'UPDATED' as const, paths: ['weight'] } : relation(after);
  return changePlan({ relationships: [write], expects });
}

async function planIdentifier(
  reader: Executor,
  base: number,
  value: number,
  item: ReturnType<typeof toItem>,
): Promise<ChangePlan | null> {
  const identifier = testIdentifier(item.id, `${base} ${value}`);
  const key = identifierKey(identifier.entryId, identifier.keyHash);
  const rows = await reader.query<IdentifierRow>(
    `select ${IDENTIFIER_COLUMNS} from ci_identifier where entry_id = $1 and key_hash = $2
     union all
     select ${IDENTIFIER_COLUMNS} from ci_identifier_contested where entry_id = $1 and key_hash = $2
     order by item_id`,
    [identifier.entryId, Buffer.from(identifier.keyHash, 'hex')],
  );
  const holders = rows.map(toIdentifier);
  const expects = {
    ...NO_EXPECTATIONS,
    items: new Map([[item.id, item.validFrom]]),
    identifiers: new Map([[key, holders.map((holder) => holder.itemId)]]),
  };
  const mine = holders.find((holder) => holder.itemId === item.id);
  if (mine?.contested) return null;
  if (!mine) return changePlan({ identifiersAdded: [{ ...identifier, contested: holders.length > 0 }], expects });
  const heir = holders.find((holder) => holder.contested);
  const removed: readonly Identifier[] = heir ? [mine, heir] : [mine];
  return changePlan({
    identifiersRemoved: removed,
    identifiersAdded: heir ? [{ ...heir, contested: false }] : [],
    expects,
  });
}

async function readItems(reader: Executor, ids: readonly ItemId[]): Promise<readonly ReturnType<typeof toItem>[]> {
  const rows = await reader.query<ItemRow>(
    `select ${ITEM_COLUMNS} from configuration_item where id = any($1::bigint[])`,
    [ids],
  );
  return rows.map(toItem);
}
