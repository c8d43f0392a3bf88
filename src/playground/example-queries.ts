import { ITEM_FIELDS } from './queries/block';
import type { Question } from './view/question';
import { BLANK_VIEW } from './view/view';
import { questionOf } from './view/view-question';

/** A query that runs as it is on the sample inventory (`npm run demo`). */
export interface ExampleQuery extends Question {
  readonly title: string;
  readonly about: string;
}

const named = (className: string, name: string) => ({ identity: { class: className, attributes: { name } } });
const REDIS = named('KubernetesWorkload', 'redis-cart');
const CHECKOUT = named('KubernetesWorkload', 'checkoutservice');
const FRONTEND = named('KubernetesWorkload', 'frontend');
const asText = (reference: object): string => JSON.stringify(reference);
const asJson = (variables: object): string => JSON.stringify(variables, null, 2);

export const EXAMPLE_QUERIES: readonly ExampleQuery[] = [
  {
    title: 'What breaks if redis-cart fails?',
    about: 'Every item that is hit or spared, and the redundancy rule that decided it.',
    ...questionOf({ ...BLANK_VIEW, mode: 'impact', failed: [asText(REDIS)] }),
  },
  {
    title: 'What if Rack 1 fails?',
    about: 'Half of every tier goes down, and redundancy shows: what is spared, and what has nothing to spare.',
    ...questionOf({ ...BLANK_VIEW, mode: 'impact', failed: [asText(named('Rack', 'Rack 1'))] }),
  },
  {
    title: 'What does checkoutservice depend on?',
    about: 'Everything it needs, down to the power feeds.',
    ...questionOf({ ...BLANK_VIEW, direction: 'DEPENDENCIES', roots: [asText(CHECKOUT)] }),
  },
  {
    title: 'What depends on redis-cart?',
    about: 'Everything that needs it, up to the business services.',
    ...questionOf({ ...BLANK_VIEW, roots: [asText(REDIS)] }),
  },
  {
    title: 'What are the weak points of Online shopping?',
    about: 'Single points of failure, pairs that take it down together, and redundancy that shares something.',
    ...questionOf({
      ...BLANK_VIEW,
      mode: 'weak-points',
      roots: [asText(named('BusinessService', 'Online shopping'))],
    }),
  },
  {
    title: 'What takes most services down?',
    about: 'The single points of failure of the whole estate.',
    query: `query SinglePoints {
  singlePointsOfFailure(first: 20) {
    totalCount
    nodes { serviceCount configurationItem { ${ITEM_FIELDS} } }
  }
}
`,
    variables: '',
  },
  {
    title: 'How does frontend depend on redis-cart?',
    about: 'The chains of dependencies between two items, shortest first.',
    query: `query HowDoesItDepend($from: ConfigurationItemRef!, $to: ConfigurationItemRef!) {
  paths(from: $from, to: $to, first: 10) {
    nodes {
      length
      configurationItems { ${ITEM_FIELDS} }
      relationships { strength type { name propagation } source { id } target { id } }
    }
    unresolved { message }
  }
}
`,
    variables: asJson({ from: FRONTEND, to: REDIS }),
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
    variables: asJson({ words: 'cart' }),
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
    variables: asJson({ filter: { classes: ['Service'], criticality: ['CRITICAL', 'HIGH'] } }),
  },
  {
    title: 'What changed lately?',
    about: 'The newest changes, who made them and why, value by value.',
    ...questionOf({ ...BLANK_VIEW, mode: 'changes' }),
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
      configurationItem { ${ITEM_FIELDS} }
      attempts { entry values outcome }
      errors { code message path }
    }
    relationshipResults { index outcome errors { code message } }
  }
}
`,
    variables: asJson({
      input: {
        source: 'service-catalogue',
        mode: 'DRY_RUN',
        items: [
          { ref: 'shop', class: 'BusinessService', name: 'Online shopping', criticality: 'CRITICAL' },
          { ref: 'new', class: 'BusinessService', name: 'Gift cards', criticality: 'LOW' },
        ],
        relationships: [{ type: 'DEPENDS_ON', source: { ref: 'new' }, target: { ref: 'shop' } }],
      },
    }),
  },
];
