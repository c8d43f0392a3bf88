import { DomainError } from '../../domain/errors';
import type { Revision } from '../../domain/ids';
import type { ItemFilter } from '../../domain/lists/item-filter';
import type { Application } from '../application';
import { findFittingItems } from '../lists/find-items';
import type { OutageSource } from '../outages/filter-outages';
import type { ReferenceSource } from '../references/item-reference';
import { isKnownToGraph } from './topology-filter';
import type { TopologyScope } from './topology-scope';

/** Where items that end a topology are looked up. */
export type StopSource = Pick<Application, 'models' | 'itemsFitting'> &
  Pick<ReferenceSource, 'draftItems'> &
  OutageSource;

/** So many items that have to be looked up may end a topology: whoever walks it is given their ids. */
const STOPS_MAX = 200_000;

/**
 * A scope in which stands which items end it, where the graph does not know what `stopAt` asks: these are looked up in all of
 * the inventory, since what is reached depends on them. Throws LIMIT_EXCEEDED when they are too many, BAD_REQUEST under a
 * draft, whose items stand in no table, and as filters of items do.
 */
export async function knowingStops(app: StopSource, scope: TopologyScope, at: Revision): Promise<TopologyScope> {
  const stopAt: ItemFilter | null | undefined = scope.filter?.stopAt;
  if (stopAt == null || isKnownToGraph(stopAt)) return scope;
  if (app.draftItems) throw new DomainError('BAD_REQUEST', `Under a draft stopAt may ask for ${KNOWN} alone.`);
  const stopItems = await (app.itemsFitting?.(stopAt, at) ?? findFittingItems(app, stopAt, at));
  if (stopItems.size > STOPS_MAX) {
    const message = `stopAt fits ${stopItems.size} items; at most ${STOPS_MAX} are allowed unless it asks for ${KNOWN} alone.`;
    throw new DomainError('LIMIT_EXCEEDED', message);
  }
  return { ...scope, filter: { ...scope.filter, stopItems } };
}

const KNOWN = 'classes, environment (eq, in), criticality and canFail';
