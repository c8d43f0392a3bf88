import type { ItemId } from '../ids';
import type { ItemFilter } from './item-filter';

type Given = ItemFilter | null | undefined;

/** Whether a filter asks for outages, at any level. */
export const asksForOutages = (filter: Given): boolean =>
  filter != null && (filter.hasOpenOutage != null || innerOf(filter).some(asksForOutages));

const innerOf = ({ and, or, not, related }: ItemFilter): readonly Given[] => [
  ...(and ?? []),
  ...(or ?? []),
  not,
  ...(related ?? []).map((one) => one.filter),
];

/** The same filter, in which stands which items have an outage. */
export function knowingOutages(filter: ItemFilter, withOpenOutage: readonly ItemId[]): ItemFilter {
  const inner = (one: ItemFilter): ItemFilter => knowingOutages(one, withOpenOutage);
  const { and, or, not, related, hasOpenOutage } = filter;
  return {
    ...filter,
    ...(and == null ? {} : { and: and.map(inner) }),
    ...(or == null ? {} : { or: or.map(inner) }),
    ...(not == null ? {} : { not: inner(not) }),
    ...(related == null
      ? {}
      : { related: related.map((one) => (one.filter == null ? one : { ...one, filter: inner(one.filter) })) }),
    ...(hasOpenOutage == null ? {} : { withOpenOutage }),
  };
}
