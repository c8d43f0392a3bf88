import { objectOf, textOf, type Untyped } from '../untyped';

/** What the short forms of a hand-written inventory refer to. */
export interface NotationContext {
  readonly source: string;
  /** Prefix -> where keys that start with it come from. */
  readonly prefixes: ReadonlyMap<string, { readonly source: string; readonly key: string }>;
}

/** Reads `prefixes: { k8s: { source: kubernetes, key: "shop/default/" } }`. */
export const prefixesOf = (value: unknown): NotationContext['prefixes'] =>
  new Map(
    Object.entries(objectOf(value)).map(([prefix, entry]) => [
      prefix,
      { source: textOf(objectOf(entry)['source']) ?? '', key: textOf(objectOf(entry)['key']) ?? '' },
    ]),
  );

/**
 * Writes out the short forms of an item; what is no short form is kept, to be checked with everything else. `key` is
 * its native key, a contact may be just a name, gates and relationships are keyed by name and type.
 */
export function expandItem(item: Untyped, defaults: Untyped, context: NotationContext): Untyped {
  const { key, ...rest } = { ...defaults, ...item };
  const expanded: Record<string, unknown> = key === undefined ? rest : { ...rest, nativeKey: key };
  for (const field of ['owner', 'supportGroup', 'onCall']) {
    if (typeof expanded[field] === 'string') expanded[field] = { name: expanded[field] };
  }
  if (isMap(expanded['gates'])) {
    expanded['gates'] = Object.entries(expanded['gates']).map(([name, gate]) => ({ key: name, ...objectOf(gate) }));
  }
  if (isMap(expanded['relationships'])) {
    expanded['relationships'] = Object.entries(expanded['relationships']).flatMap(([type, ends]) =>
      asList(ends).flatMap((end) => itemRelationships(type, end, context)),
    );
  }
  return expanded;
}

// `RUNS_ON: node-a` or `RUNS_ON: { to: [node-a, node-b], gate: nodes }`; `from` makes the item the target.
function itemRelationships(type: string, value: unknown, context: NotationContext): Untyped[] {
  if (!isMap(value) || (value['to'] === undefined && value['from'] === undefined)) {
    return [{ type, end: expandEnd(value, context) }];
  }
  const { to, from, ...facts } = value;
  const shared = { type, ...expandFacts(facts) };
  return [
    ...asList(to).map((end) => ({ ...shared, end: expandEnd(end, context) })),
    ...asList(from).map((end) => ({ ...shared, direction: 'TARGET', end: expandEnd(end, context) })),
  ];
}

/** Writes out a free-standing relationship; each of its `from` is related to each of its `to`. */
export function expandRelationship(value: Untyped, context: NotationContext): Untyped[] {
  const { from, to, ...facts } = value;
  if (from === undefined && to === undefined) return [value];
  const shared = expandFacts(facts);
  return asList(from).flatMap((source) =>
    asList(to).map((target) => ({
      ...shared,
      source: expandEnd(source, context),
      target: expandEnd(target, context),
    })),
  );
}

function expandFacts({ gate, ...facts }: Untyped): Untyped {
  return gate === undefined ? facts : { ...facts, gateKeys: asList(gate) };
}

// A text is a native key: of another source where it starts with a prefix, else of this one.
function expandEnd(end: unknown, { source, prefixes }: NotationContext): unknown {
  if (typeof end === 'string') {
    const colon = end.indexOf(':');
    const prefix = colon === -1 ? undefined : prefixes.get(end.slice(0, colon));
    if (prefix === undefined) return { native: { source, key: end } };
    return { native: { source: prefix.source, key: prefix.key + end.slice(colon + 1) } };
  }
  if (!isMap(end)) return end;
  if (end['source'] !== undefined && end['key'] !== undefined) return { native: end };
  const { class: className, ...attributes } = end;
  return className === undefined ? end : { identity: { class: className, attributes } };
}

const isMap = (value: unknown): value is Untyped =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const asList = (value: unknown): readonly unknown[] => {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : [value];
};
