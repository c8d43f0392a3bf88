import { momentOf, referenceOf } from '../view/reference';
import type { Direction } from '../view/view';
import { ITEM_FIELDS, pageText, type Block, type PagedList } from './block';

const RELATIONSHIP = `strength type { name propagation } source { ${ITEM_FIELDS} } target { ${ITEM_FIELDS} }`;

const differing = (name: string, fields: string): PagedList => ({
  name,
  nodes: `
        kind
        before { ${fields} }
        after { ${fields} }
        values { path before after }
      `,
  perPage: 1000,
  words: `${name} that differ`,
});

const ITEMS = differing('items', ITEM_FIELDS);
const RELATIONSHIPS = differing('relationships', RELATIONSHIP);

/** What is not now as it was then, value by value; within what the roots reach, or everywhere without roots. */
export function differenceBlock(roots: readonly string[], direction: Direction, at: string): Block {
  const field = `difference(from: $at${roots.length === 0 ? '' : ', scope: $within'})`;
  return {
    declares: { at: 'Moment!', ...(roots.length === 0 ? {} : { within: 'TopologyScope!' }) },
    variables: {
      at: momentOf(at),
      ...(roots.length === 0 ? {} : { within: { roots: roots.map(referenceOf), direction } }),
    },
    text: `  ${field} {
    from
    to
    itemCounts { added removed changed }
    relationshipCounts { added removed changed }
    ${pageText(ITEMS)}
    ${pageText(RELATIONSHIPS)}
  }`,
    paged: { field, lists: [ITEMS, RELATIONSHIPS] },
  };
}
