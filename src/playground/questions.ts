import type { Question } from './shared-link';

/** A question about one configuration item; the query takes its id as the variable `ci`. */
export interface ItemQuestion {
  readonly label: string;
  readonly query: string;
}

/** What an impact answer needs to be drawn whole: the gates with their members are the reasons. */
export const IMPACT_FIELDS = `    summary { total spared byState { state count } }
    services { nodes { state configurationItem { id name criticality owner { name } } } }
    impacted(first: 300) {
      totalCount
      nodes {
        state
        stateBefore
        distance
        configurationItem { id name class { name } }
        failedGates { key strength explanation members { nodes { state configurationItem { id name class { name } } } } }
      }
    }
    spared(first: 100) {
      totalCount
      nodes {
        margin
        configurationItem { id name class { name } }
        gates { key strength explanation members { nodes { state configurationItem { id name class { name } } } } }
      }
    }
    coverage { complete }
    unresolved { message }`;

/** What a topology answer needs to be drawn whole. */
export const TOPOLOGY_FIELDS = `    itemCount
    relationshipCount
    truncated
    items(first: 500) { nodes { distance configurationItem { id name class { name } } } }
    relationships(first: 1000) { nodes { strength kind type { name propagation } source { id } target { id } } }
    unresolved { message }`;

/** What can take an item down, with the reasons why redundancy may not help. */
export const WEAK_POINT_FIELDS = `    counts { order count complete }
    probability { low high exact }
    sets(first: 100) { totalCount nodes { order probability configurationItems { id name class { name } } } }
    sharedFate(first: 50) { gateKey failsGate memberCount configurationItem { id name } provider { id name } members { id name } }
    coverage { complete exactToOrder items candidates reason unresolved { message } }`;

/** What a change says, with its ends. */
export const CHANGE_FIELDS = `      entity
      kind
      changeSet { revision at principal source reason }
      configurationItem { id name class { name } }
      subject
      target { id name class { name } }
      values { path before after }`;

export const ITEM_QUESTIONS: readonly ItemQuestion[] = [
  {
    label: 'What depends on it',
    query: `query WhatDependsOnIt($ci: ID!) {
  topology(roots: [{ id: $ci }], direction: DEPENDENTS) {
${TOPOLOGY_FIELDS}
  }
}
`,
  },
  {
    label: 'What it depends on',
    query: `query WhatItDependsOn($ci: ID!) {
  topology(roots: [{ id: $ci }], direction: DEPENDENCIES) {
${TOPOLOGY_FIELDS}
  }
}
`,
  },
  {
    label: 'If it fails',
    query: `query IfItFails($ci: ID!) {
  impact(outages: [{ configurationItem: { id: $ci } }]) {
${IMPACT_FIELDS}
  }
}
`,
  },
  {
    label: 'Its weak points',
    query: `query ItsWeakPoints($ci: ID!) {
  cutSets(target: { id: $ci }, maxOrder: 2) {
${WEAK_POINT_FIELDS}
  }
}
`,
  },
  {
    label: 'What changed',
    query: `query WhatChanged($ci: ID!) {
  changes(filter: { configurationItems: [{ id: $ci }] }, first: 50) {
    totalCount
    nodes {
${CHANGE_FIELDS}
    }
  }
}
`,
  },
];

export const DETAILS_QUERY = `query ItemDetails($ci: ID!) {
  configurationItem(ref: { id: $ci }) {
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
    gates { key rule value strength }
    observations { source nativeKey lastSeenAt }
  }
}
`;

export function askAbout(query: string, id: string): Question {
  return { query, variables: JSON.stringify({ ci: id }, null, 2) };
}
