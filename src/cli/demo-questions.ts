/** A question that the sample inventory answers, as GraphQL and, from its data, as text for people. */
export interface DemoQuestion {
  readonly title: string;
  readonly query: string;
  /** Gets the data of the answer to `query`. */
  readonly answer: (data: never) => readonly string[];
}

interface Named {
  readonly name: string;
  readonly class: { readonly name: string };
}

interface Nodes<Node> {
  readonly nodes: readonly Node[];
}

interface Dependents {
  readonly topology: {
    readonly itemCount: number;
    readonly items: Nodes<{ readonly distance: number; readonly configurationItem: Named }>;
  };
}

const dependents: DemoQuestion = {
  title: 'What depends on redis-cart?',
  query: `
{ topology(roots: [{ identity: { class: "KubernetesWorkload", attributes: { name: "redis-cart" } } }], direction: DEPENDENTS) {
    itemCount
    items(first: 100) { nodes { distance configurationItem { name class { name } } } } } }`,
  answer: ({ topology }: Dependents) => {
    const byDistance = new Map<number, string[]>();
    for (const { distance, configurationItem } of topology.items.nodes) {
      if (distance === 0) continue;
      const names = byDistance.get(distance) ?? [];
      names.push(`${configurationItem.name} (${configurationItem.class.name})`);
      byDistance.set(distance, names);
    }
    const rows = [...byDistance].sort(([left], [right]) => left - right);
    return [
      `${topology.itemCount - 1} items, by how far away they are:`,
      ...rows.map(([distance, names]) => `${String(distance).padStart(3)}  ${names.join(', ')}`),
    ];
  },
};

interface Impact {
  readonly impact: {
    readonly summary: { readonly byState: readonly { readonly state: string; readonly count: number }[] };
    readonly services: Nodes<{
      readonly state: string;
      readonly configurationItem: Named & { readonly owner: { readonly name: string } | null };
      readonly failedGates: readonly { readonly explanation: string }[];
    }>;
    readonly spared: Nodes<{
      readonly configurationItem: Named;
      readonly gates: readonly { readonly explanation: string }[];
    }>;
  };
}

const impact: DemoQuestion = {
  title: 'What breaks if redis-cart fails?',
  query: `
{ impact(outages: [{ configurationItem: { identity: { class: "KubernetesWorkload", attributes: { name: "redis-cart" } } } }]) {
    summary { byState { state count } }
    services { nodes { state configurationItem { name class { name } owner { name } } failedGates { explanation } } }
    spared { nodes { configurationItem { name class { name } } gates { explanation } } } } }`,
  answer: ({ impact: { summary, services, spared } }: Impact) => [
    `${summary.byState.map(({ state, count }) => `${count} ${state}`).join(', ')}. The services among them:`,
    ...services.nodes.map(({ state, configurationItem: item, failedGates: [gate] }) => {
      const owner = item.owner === null ? '' : `, ${item.owner.name}`;
      return `${state.padEnd(9)} ${item.name} (${item.class.name}${owner}): ${gate?.explanation ?? 'it failed itself'}`;
    }),
    ...spared.nodes.map(({ configurationItem: item, gates: [gate] }) => {
      const why = gate === undefined ? '' : `: ${gate.explanation}`;
      return `spared    ${item.name} (${item.class.name})${why}`;
    }),
  ],
};

interface Changes {
  readonly changes: Nodes<{
    readonly changeSet: { readonly revision: number; readonly source: string | null };
    readonly configurationItem: Named | null;
    readonly target: Named | null;
    readonly subject: string | null;
    readonly values: readonly { readonly path: string; readonly before: unknown; readonly after: unknown }[];
  }> & { readonly totalCount: number };
}

const changes: DemoQuestion = {
  title: 'What changed between the items, and who said so?',
  query: `
{ changes(filter: { entities: [RELATIONSHIP], kinds: [UPDATED] }, first: 4) {
    totalCount
    nodes { changeSet { revision source } subject values { path before after }
            configurationItem { name class { name } } target { name class { name } } } } }`,
  answer: ({ changes: { totalCount, nodes } }: Changes) => [
    `${totalCount} relationships were updated; the latest:`,
    ...nodes.map(({ changeSet, configurationItem, target, subject, values }) => {
      const what = `${configurationItem?.name ?? '?'} ${subject ?? '?'} ${target?.name ?? '?'}`;
      const how = values.map(
        ({ path, before, after }) => `${path} ${JSON.stringify(before)} -> ${JSON.stringify(after)}`,
      );
      return `${what}: ${how.join(', ')} (revision ${changeSet.revision}, ${changeSet.source ?? 'by hand'})`;
    }),
  ],
};

/** One for each of the product's questions: what depends on what, what breaks if this fails, what changed. */
export const QUESTIONS: readonly DemoQuestion[] = [dependents, impact, changes];
