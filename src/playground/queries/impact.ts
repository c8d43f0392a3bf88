import { momentOf, referenceOf } from '../view/reference';
import { ITEM_FIELDS, type Block } from './block';

/** Every item as an outage of its own; the state stands there so that one sees what else could be said. */
export const outagesOf = (failed: readonly string[]): object[] =>
  failed.map((text) => ({ configurationItem: referenceOf(text), state: 'DOWN' }));

/** What breaks if these fail at once; the gates with their members are the reasons, and the arcs of the picture. */
export function impactBlock(failed: readonly string[], at: string | null): Block {
  const gate = (members: number) =>
    `key strength explanation members(first: ${members}) { nodes { state configurationItem { ${ITEM_FIELDS} } } }`;
  return {
    declares: { outages: '[OutageInput!]!', ...(at === null ? {} : { at: 'Moment!' }) },
    variables: {
      outages: outagesOf(failed),
      ...(at === null ? {} : { at: momentOf(at) }),
    },
    text: `  impact(outages: $outages${at === null ? '' : ', at: $at'}) {
    summary { total spared byState { state count } }
    services { nodes { state configurationItem { id name criticality owner { name } } } }
    impacted(first: 1000) {
      totalCount
      nodes {
        state
        stateBefore
        distance
        configurationItem { ${ITEM_FIELDS} }
        failedGates { ${gate(5)} }
      }
    }
    spared(first: 200) {
      totalCount
      nodes {
        margin
        configurationItem { ${ITEM_FIELDS} }
        gates { ${gate(10)} }
      }
    }
    coverage { complete hidden stoppedEarly }
    unresolved { message }
  }`,
  };
}
