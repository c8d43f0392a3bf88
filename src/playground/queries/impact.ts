import { momentOf, referenceOf } from '../view/reference';
import { ITEM_FIELDS, pageText, type Block, type PagedList } from './block';

/** Every item as an outage of its own; the state stands there so that one sees what else could be said. */
export const outagesOf = (failed: readonly string[]): object[] =>
  failed.map((text) => ({ configurationItem: referenceOf(text), state: 'DOWN' }));

const gate = (members: number): string => `{
          key strength explanation
          members(first: ${members}) { nodes { state configurationItem { ${ITEM_FIELDS} } } }
        }`;

const IMPACTED: PagedList = {
  name: 'impacted',
  nodes: `
        state stateBefore distance
        configurationItem { ${ITEM_FIELDS} }
        failedGates ${gate(5)}
      `,
  perPage: 1000,
  words: 'items that are hit',
};

const SPARED: PagedList = {
  name: 'spared',
  nodes: `
        margin
        configurationItem { ${ITEM_FIELDS} }
        gates ${gate(10)}
      `,
  perPage: 200,
  words: 'items that are spared',
};

/** What breaks if these fail at once; the gates with their members are the reasons, and the arcs of the picture. */
export function impactBlock(failed: readonly string[], at: string | null): Block {
  const field = `impact(outages: $outages${at === null ? '' : ', at: $at'})`;
  return {
    declares: { outages: '[OutageInput!]!', ...(at === null ? {} : { at: 'Moment!' }) },
    variables: {
      outages: outagesOf(failed),
      ...(at === null ? {} : { at: momentOf(at) }),
    },
    text: `  ${field} {
    summary { total spared byState { state count } }
    services { nodes { state configurationItem { id name criticality owner { name } } } }
    ${pageText(IMPACTED)}
    ${pageText(SPARED)}
    coverage { complete hidden stoppedEarly }
    unresolved { message }
  }`,
    paged: { field, lists: [IMPACTED, SPARED] },
  };
}
