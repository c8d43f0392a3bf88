import { momentOf, referenceOf } from '../view/reference';
import { ITEM_FIELDS, type Block } from './block';

const CHANGES_PER_PAGE = 50;

/** What changed, newest first: on these items and their relationships, or everywhere without any. */
export function changesBlock(items: readonly string[], at: string | null, after: string | null): Block {
  const given = {
    ...(items.length === 0 ? {} : { items: items.map(referenceOf) }),
    ...(at === null ? {} : { at: momentOf(at) }),
    after,
  };
  const takes = [
    ...(items.length === 0 ? [] : ['filter: { configurationItems: $items }']),
    `first: ${CHANGES_PER_PAGE}`,
    'after: $after',
    ...(at === null ? [] : ['at: $at']),
  ];
  return {
    declares: {
      ...(items.length === 0 ? {} : { items: '[ConfigurationItemRef!]!' }),
      ...(at === null ? {} : { at: 'Moment!' }),
      after: 'String',
    },
    variables: given,
    text: `  changes(${takes.join(', ')}) {
    totalCount
    pageInfo { hasNextPage endCursor }
    nodes {
      entity
      kind
      changeSet { revision at principal source reason }
      configurationItem { ${ITEM_FIELDS} }
      subject
      target { ${ITEM_FIELDS} }
      values { path before after }
    }
  }`,
  };
}
