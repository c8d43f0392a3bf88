import { momentOf, referenceOf } from '../view/reference';
import { ITEM_FIELDS, type Block } from './block';

/** What can take an item down, with the reasons why redundancy may not help. */
export function weakPointsBlock(target: string, at: string | null): Block {
  return {
    declares: { target: 'ConfigurationItemRef!', ...(at === null ? {} : { at: 'Moment!' }) },
    variables: { target: referenceOf(target), ...(at === null ? {} : { at: momentOf(at) }) },
    text: `  cutSets(target: $target, maxOrder: 2${at === null ? '' : ', at: $at'}) {
    target { ${ITEM_FIELDS} }
    counts { order count complete }
    probability { low high exact }
    sets(first: 500) { totalCount nodes { order probability configurationItems { ${ITEM_FIELDS} } } }
    sharedFate(first: 50) { gateKey failsGate memberCount configurationItem { id name } provider { id name } members { id name } }
    coverage { complete exactToOrder items candidates reason unresolved { message } }
  }`,
  };
}
