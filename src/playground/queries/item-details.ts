import type { Question } from '../view/question';
import { momentOf } from '../view/reference';

/** Everything that is stored of one item. */
export function itemDetails(id: string, at: string | null): Question {
  return {
    query: `query ItemDetails($ci: ID!, $at: Moment) {
  configurationItem(ref: { id: $ci }, at: $at) {
    id
    name
    class { name description }
    description
    environment
    lifecycle
    criticality
    owner { name url }
    supportGroup { name url }
    onCall { name url }
    site
    presence
    lastSeenAt
    retiredAt
    labels
    attributes
    gates { key rule value types degradedBelow strength parent }
    observations { source nativeKey lastSeenAt }
  }
}
`,
    variables: JSON.stringify({ ci: id, at: at === null ? null : momentOf(at) }, null, 2),
  };
}
