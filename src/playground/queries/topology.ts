import { momentOf, referenceOf } from '../view/reference';
import type { Direction } from '../view/view';
import type { Block } from './block';

/** Beyond this the answer is truncated, and says so: ten thousand items collapse into groups, more would not help. */
const TOPOLOGY_ITEMS_MAX = 10_000;

/** What depends on what, whole and in columns; the types tell which end of a relationship is the dependent. */
export function topologyBlock(roots: readonly string[], direction: Direction, at: string | null): Block {
  return {
    declares: {
      roots: '[ConfigurationItemRef!]!',
      direction: 'DependencyDirection!',
      ...(at === null ? {} : { at: 'Moment!' }),
    },
    variables: { roots: roots.map(referenceOf), direction, ...(at === null ? {} : { at: momentOf(at) }) },
    text: `  topology(roots: $roots, direction: $direction, filter: { maxItems: ${TOPOLOGY_ITEMS_MAX} }${at === null ? '' : ', at: $at'}) {
    itemCount
    relationshipCount
    truncated
    table { ids names classes distances sources targets types strengths }
    unresolved { message }
  }
  relationshipTypes${at === null ? '' : '(at: $at)'} { name propagation }`,
  };
}
