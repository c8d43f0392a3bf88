import { DomainError } from '../../domain/errors';
import type { ItemPredicate, WalkRules } from '../../domain/graph/closure';
import { hiddenBeyond, type Sight } from '../../domain/graph/sight';
import type { GraphView } from '../../domain/graph/graph-view';
import { canFailOf, criticalityOf } from '../../domain/graph/item-bits';
import type { ClassModel } from '../../domain/class-model/resolved-class-model';
import type { ItemFilter, TextFilter } from '../../domain/lists/item-filter';
import { itemId } from '../../domain/ids';
import type { TopologyFilter, TopologyScope } from './topology-scope';

/** The limits of a walk. Throws BAD_REQUEST for negative ones. */
export function walkLimits({ depth, filter }: TopologyScope): Pick<WalkRules, 'depthMax' | 'fanOutMax' | 'itemsMax'> {
  return {
    depthMax: limit('depth', depth),
    fanOutMax: limit('maxFanOut', filter?.maxFanOut),
    itemsMax: limit('maxItems', filter?.maxItems),
  };
}

function limit(name: string, value: number | null | undefined): number | null {
  if (value == null) return null;
  if (value < 0) throw new DomainError('BAD_REQUEST', `${name}: ${value} is less than 0. Leave it out for no limit.`);
  return value;
}

/** What a filter says of items, over what the graph knows of them. Throws UNKNOWN_CLASS. */
export function itemPredicates(
  view: GraphView,
  model: ClassModel,
  filter: TopologyFilter,
): Pick<WalkRules, 'stops' | 'hides' | 'collapses'> {
  const shown = filter.classes == null ? null : ofClasses(view, model, filter.classes);
  return {
    hides: shown === null ? null : (item) => !shown(item),
    collapses: filter.collapseClasses == null ? null : ofClasses(view, model, filter.collapseClasses),
    stops: stopPredicate(view, model, filter),
  };
}

/** The same where some items are hidden from who asks: they are neither shown nor passed through, whatever is asked. */
export function withoutHidden(rules: WalkRules, sight: Sight | null): WalkRules {
  if (sight === null) return rules;
  const hidden = hiddenBeyond(sight);
  const { stops, hides, collapses } = rules;
  return {
    ...rules,
    stops: (item) => hidden(item) || stops?.(item) === true,
    hides: (item) => hidden(item) || hides?.(item) === true,
    collapses: collapses && ((item) => !hidden(item) && collapses(item)),
  };
}

function stopPredicate(
  view: GraphView,
  model: ClassModel,
  { stopAt, stopItems }: TopologyFilter,
): ItemPredicate | null {
  if (stopItems) return (item) => stopItems.has(itemId(item));
  if (stopAt == null) return null;
  const { classes, environment, criticality, canFail } = stopAt;
  const tests: ItemPredicate[] = [];
  if (classes != null) tests.push(ofClasses(view, model, classes));
  if (environment != null) tests.push(ofEnvironments(view, namesIn(environment) ?? []));
  if (criticality != null) {
    tests.push((item) => {
      const own = criticalityOf(bitsOf(view, item));
      return own !== null && criticality.includes(own);
    });
  }
  if (canFail != null) tests.push((item) => canFailOf(bitsOf(view, item)) === canFail);
  // As in every list, what is retired fits nothing.
  return (item) => view.isActive(item) && tests.every((test) => test(item));
}

/** What the graph can be asked of items. */
const IN_GRAPH: ReadonlySet<string> = new Set([
  'classes',
  'environment',
  'criticality',
  'canFail',
] satisfies readonly (keyof ItemFilter)[]);

/** Whether the graph knows which items fit a filter; else the tables have to be asked. */
export const isKnownToGraph = (filter: ItemFilter): boolean =>
  Object.entries(filter).every(([name, asked]) => asked == null || IN_GRAPH.has(name)) &&
  (filter.environment == null || namesIn(filter.environment) !== null);

/** The names that a text may have; null where more is asked of it. */
function namesIn({ eq, in: names, ...others }: TextFilter): readonly string[] | null {
  if (Object.values(others).some((asked) => asked != null)) return null;
  if (eq === undefined) return names ?? null;
  return eq === null || names != null ? null : [eq];
}

/** The graph numbers environments from 1; 0 is none. */
function ofEnvironments(view: GraphView, environments: readonly string[]): ItemPredicate {
  const wanted = new Set(environments.map((name) => (view.names.environments.find(name) ?? -1) + 1));
  wanted.delete(0);
  return (item) => wanted.has(view.items.environment[view.versionOf(item)] ?? 0);
}

const bitsOf = (view: GraphView, item: number): number => view.items.bits[view.versionOf(item)] ?? 0;

/** Whether an item is of one of the classes or their descendants: one table look-up an item. */
export function ofClasses(view: GraphView, model: ClassModel, names: readonly string[]): ItemPredicate {
  const wanted = new Uint8Array(view.names.classes.size);
  for (const name of names) {
    for (const descendant of model.descendants(model.requireClass(name).name)) {
      const code = view.names.classes.find(descendant);
      if (code !== undefined) wanted[code] = 1;
    }
  }
  return (item) => view.versionOf(item) !== 0 && wanted[view.classCodeOf(item)] === 1;
}
