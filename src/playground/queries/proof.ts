import type { Question } from '../view/question';
import { momentOf } from '../view/reference';
import { outagesOf } from './impact';

/** Why one item is hit, step by step, and which outages are behind it. */
export function proofOf(id: string, failed: readonly string[], at: string | null): Question {
  return {
    query: `query WhyIsItHit($outages: [OutageInput!]!, $ids: [ID!]!, $at: Moment) {
  impact(outages: $outages, at: $at) {
    impacted(filter: { ids: $ids }, first: 1) {
      nodes {
        dueTo(first: 20) { totalCount nodes { id name } }
        proof { state because configurationItem { id name class { name } } gate { key explanation } }
      }
    }
  }
}
`,
    variables: JSON.stringify(
      {
        outages: outagesOf(failed),
        ids: [id],
        at: at === null ? null : momentOf(at),
      },
      null,
      2,
    ),
  };
}
