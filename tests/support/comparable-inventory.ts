interface Asked {
  data?: <Data>(query: string, variables?: object) => Promise<Data>;
  request?: <Data>(query: string, variables?: object) => Promise<Data>;
}

interface Item {
  readonly name: string;
  readonly class: { readonly name: string };
  readonly observations: readonly { readonly source: string; readonly nativeKey: string | null }[];
}

interface Link {
  readonly type: { readonly name: string };
  readonly source: Item;
  readonly target: Item;
  readonly observations: readonly { readonly source: string }[];
}

const ITEMS = `{ configurationItems(first: 1000) { nodes {
  name class { name } description environment lifecycle lifecycleStatus criticality owner { name url } supportGroup { name url }
  onCall { name url } site tenant canFail labels attributes presence
  gates { key rule value types degradedBelow strength parent }
  observations { source nativeKey class claims claimsExistence } } } }`;
const END = 'name class { name } observations { source nativeKey }';
const RELATIONSHIPS = `{ relationships(first: 1000) { nodes {
  type { name } source { ${END} } target { ${END} } kind strength gateKeys weight attributes
  observations { source kind strength gateKeys weight attributes } } } }`;
const REST = `{ dataSources(first: 100) { nodes { name description tenant mayCreate absentAfterMisses absentGraceHours refreshPeriodSeconds expectedIntervalSeconds } }
  reconciliationRules(first: 100) { nodes { class { name } attribute source priority refreshPeriodSeconds } }
  ciClass(name: "Sensor") { description attributes { name schema } } }`;

/** All that can be asked of a small inventory, in an order and with names that do not depend on ids. */
export async function comparableInventory(server: Asked): Promise<{
  readonly items: readonly string[];
  readonly relationships: readonly string[];
  readonly rest: unknown;
}> {
  const ask = server.data ?? server.request;
  if (!ask) throw new Error('nobody to ask');
  const { configurationItems } = await ask<{ configurationItems: { nodes: readonly Item[] } }>(ITEMS);
  const { relationships } = await ask<{ relationships: { nodes: readonly Link[] } }>(RELATIONSHIPS);
  return {
    items: configurationItems.nodes.map((item) => stable({ ...item, observations: sorted(item.observations) })).sort(),
    relationships: relationships.nodes
      .map((link) =>
        stable({
          ...link,
          source: called(link.source),
          target: called(link.target),
          observations: sorted(link.observations),
        }),
      )
      .sort(),
    rest: await ask(REST),
  };
}

const called = ({ name, class: { name: className }, observations }: Item): string =>
  `${className} ${name} ${sorted(observations).join(' ')}`;

const sorted = (values: readonly object[]): readonly string[] => values.map(stable).sort();

/** JSON with the keys of all objects in order. */
function stable(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
