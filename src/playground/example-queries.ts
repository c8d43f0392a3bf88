import { CHANGE_FIELDS, IMPACT_FIELDS, TOPOLOGY_FIELDS, WEAK_POINT_FIELDS } from './questions';

/** A query that runs as it is on the sample inventory (`npm run demo`). */
export interface ExampleQuery {
  readonly title: string;
  readonly about: string;
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

const REDIS = { identity: { class: 'KubernetesWorkload', attributes: { name: 'redis-cart' } } };
const CHECKOUT = { identity: { class: 'KubernetesWorkload', attributes: { name: 'checkoutservice' } } };
const FRONTEND = { identity: { class: 'KubernetesWorkload', attributes: { name: 'frontend' } } };

export const EXAMPLE_QUERIES: readonly ExampleQuery[] = [
  {
    title: 'What breaks if redis-cart fails?',
    about: 'Every item that is hit or spared, and the redundancy rule that decided it.',
    query: `query WhatBreaksIf($fails: ConfigurationItemRef!) {
  impact(outages: [{ configurationItem: $fails }]) {
${IMPACT_FIELDS}
  }
}
`,
    variables: { fails: REDIS },
  },
  {
    title: 'What if Rack 1 fails?',
    about: 'Half of every tier goes down, and redundancy shows: what is spared, and what has nothing left to lose.',
    query: `query WhatIfRackFails($fails: ConfigurationItemRef!) {
  impact(outages: [{ configurationItem: $fails }]) {
${IMPACT_FIELDS}
  }
}
`,
    variables: { fails: { identity: { class: 'Rack', attributes: { name: 'Rack 1' } } } },
  },
  {
    title: 'What does checkoutservice depend on?',
    about: 'Everything it needs, down to the power feeds.',
    query: `query WhatDoesItNeed($of: ConfigurationItemRef!) {
  topology(roots: [$of], direction: DEPENDENCIES) {
${TOPOLOGY_FIELDS}
  }
}
`,
    variables: { of: CHECKOUT },
  },
  {
    title: 'What depends on redis-cart?',
    about: 'Everything that needs it, up to the business services.',
    query: `query WhatNeeds($it: ConfigurationItemRef!) {
  topology(roots: [$it], direction: DEPENDENTS) {
${TOPOLOGY_FIELDS}
  }
}
`,
    variables: { it: REDIS },
  },
  {
    title: 'What are the weak points of Online shopping?',
    about: 'Single points of failure, pairs that take it down together, and redundancy that shares something.',
    query: `query WeakPoints($of: ConfigurationItemRef!) {
  cutSets(target: $of, maxOrder: 2) {
${WEAK_POINT_FIELDS}
  }
  singlePointsOfFailure(first: 20) {
    totalCount
    nodes { serviceCount configurationItem { id name class { name } } }
  }
}
`,
    variables: { of: { identity: { class: 'BusinessService', attributes: { name: 'Online shopping' } } } },
  },
  {
    title: 'How does frontend depend on redis-cart?',
    about: 'The chains of dependencies between two items, shortest first.',
    query: `query HowDoesItDepend($from: ConfigurationItemRef!, $to: ConfigurationItemRef!) {
  paths(from: $from, to: $to, first: 10) {
    nodes {
      length
      configurationItems { id name class { name } }
      relationships { strength type { name propagation } source { id } target { id } }
    }
    unresolved { message }
  }
}
`,
    variables: { from: FRONTEND, to: REDIS },
  },
  {
    title: 'Find an item by name',
    about: 'Every word must occur in its name, keys or attribute values.',
    query: `query Find($words: String!) {
  configurationItems(search: $words, first: 100) {
    totalCount
    nodes { id name class { name } environment criticality owner { name } }
  }
}
`,
    variables: { words: 'cart' },
  },
  {
    title: 'Which services matter most?',
    about: 'A filter over class and criticality, with owners, most critical first.',
    query: `query CriticalServices($filter: ConfigurationItemFilter!) {
  configurationItems(filter: $filter, orderBy: [{ field: CRITICALITY, direction: DESCENDING }], first: 100) {
    totalCount
    nodes { id name class { name } criticality owner { name } onCall { name } }
  }
}
`,
    variables: { filter: { classes: ['Service'], criticality: ['CRITICAL', 'HIGH'] } },
  },
  {
    title: 'What changed lately?',
    about: 'The newest changes, who made them and why, value by value.',
    query: `query WhatChangedLately {
  changes(first: 50) {
    nodes {
${CHANGE_FIELDS}
    }
  }
}
`,
    variables: {},
  },
  {
    title: 'Try an import without writing',
    about: 'A dry run says for each item what would happen to it and how it was recognised.',
    query: `mutation TryImport($input: IngestInput!) {
  ingest(input: $input) {
    revision
    totals { outcome items relationships }
    results {
      index
      ref
      outcome
      matchedBy
      configurationItem { id name class { name } }
      attempts { entry values outcome }
      errors { code message path }
    }
    relationshipResults { index outcome errors { code message } }
  }
}
`,
    variables: {
      input: {
        source: 'service-catalogue',
        mode: 'DRY_RUN',
        items: [
          { ref: 'shop', class: 'BusinessService', name: 'Online shopping', criticality: 'CRITICAL' },
          { ref: 'new', class: 'BusinessService', name: 'Gift cards', criticality: 'LOW' },
        ],
        relationships: [{ type: 'DEPENDS_ON', source: { ref: 'new' }, target: { ref: 'shop' } }],
      },
    },
  },
];
