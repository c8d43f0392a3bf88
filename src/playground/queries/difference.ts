import { momentOf, referenceOf } from '../view/reference';
import type { Direction } from '../view/view';
import { ITEM_FIELDS, type Block } from './block';

/** What is not now as it was then, value by value; within what the roots reach, or everywhere without roots. */
export function differenceBlock(roots: readonly string[], direction: Direction, at: string): Block {
  const ends = `source { ${ITEM_FIELDS} } target { ${ITEM_FIELDS} }`;
  const relationship = `strength type { name propagation } ${ends}`;
  return {
    declares: { at: 'Moment!', ...(roots.length === 0 ? {} : { within: 'TopologyScope!' }) },
    variables: {
      at: momentOf(at),
      ...(roots.length === 0 ? {} : { within: { roots: roots.map(referenceOf), direction } }),
    },
    text: `  difference(from: $at${roots.length === 0 ? '' : ', scope: $within'}) {
    from
    to
    itemCounts { added removed changed }
    relationshipCounts { added removed changed }
    items(first: 1000) {
      nodes { kind before { ${ITEM_FIELDS} } after { ${ITEM_FIELDS} } values { path before after } }
    }
    relationships(first: 1000) {
      nodes { kind before { ${relationship} } after { ${relationship} } values { path before after } }
    }
  }`,
  };
}
