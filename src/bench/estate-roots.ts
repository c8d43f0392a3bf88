import type { ClassModel } from '../domain/class-model/resolved-class-model';
import { closureOf, unlimited, type WalkRules } from '../domain/graph/closure';
import { dependencyFilter } from '../domain/graph/edge-filter';
import type { GraphView } from '../domain/graph/graph-view';
import type { Estate } from './estate-generator';

/** An item whose failure is asked about; its dependents are the closure. */
export interface Root {
  readonly what: string;
  readonly item: number;
  /** How many times as fast as the recursive query the closure has to be in an estate of a million. */
  readonly wanted: number;
}

/** Of each of these classes the item whose dependents are nearest to so many, of the first of them. */
const WANTED = [
  { what: 'a virtual machine', className: 'VirtualMachine', dependents: 300, wanted: 400 },
  { what: 'a rack', className: 'Rack', dependents: 10_000, wanted: 250 },
  { what: 'a data centre', className: 'DataCenter', dependents: 800_000, wanted: 40 },
] as const;
const CANDIDATES = 100;

/** The items of an estate whose failure is asked about, the smallest first. */
export function rootsOf(estate: Estate, view: GraphView, model: ClassModel): readonly Root[] {
  const rules = dependentsRules(view, model);
  return WANTED.map(({ what, className, dependents, wanted }) => {
    const first = estate.classes.indexOf(className);
    const count = Math.min(CANDIDATES, estate.classes.lastIndexOf(className) - first + 1);
    const found = Array.from({ length: count }, (_, place) => {
      const item = first + place;
      return { what, item, wanted, distance: Math.abs(closureOf(view, [item], rules).items.length - dependents) };
    });
    return found.reduce((best, one) => (one.distance < best.distance ? one : best));
  });
}

/** What depends on an item, however far away. */
export function dependentsRules(view: GraphView, model: ClassModel): WalkRules {
  return unlimited('DEPENDENTS', dependencyFilter(view, model));
}
