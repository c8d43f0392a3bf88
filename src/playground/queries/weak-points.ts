import { momentOf, referenceOf } from '../view/reference';
import { ITEM_FIELDS, pageText, type Block, type PagedList } from './block';

const SETS: PagedList = {
  name: 'sets',
  nodes: `order probability configurationItems { ${ITEM_FIELDS} }`,
  perPage: 500,
  words: 'sets',
};

/** What can take an item down, with the reasons why redundancy may not help. */
export function weakPointsBlock(target: string, at: string | null): Block {
  const field = `cutSets(target: $target, maxOrder: 2${at === null ? '' : ', at: $at'})`;
  return {
    declares: { target: 'ConfigurationItemRef!', ...(at === null ? {} : { at: 'Moment!' }) },
    variables: { target: referenceOf(target), ...(at === null ? {} : { at: momentOf(at) }) },
    text: `  ${field} {
    target { ${ITEM_FIELDS} }
    counts { order count complete }
    probability { low high exact }
    ${pageText(SETS)}
    sharedFate(first: 50) { gateKey failsGate memberCount configurationItem { id name } provider { id name } members { id name } }
    coverage { complete exactToOrder items candidates reason unresolved { message } }
  }`,
    paged: { field, lists: [SETS] },
  };
}
