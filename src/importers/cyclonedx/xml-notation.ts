import { childOf, childrenOf, type XmlElement } from '../xml-pieces';
import type { BomDependency } from './bom';

/** Elements that hold several of the name given. */
const LISTS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    components: 'component',
    services: 'service',
    licenses: 'license',
    externalReferences: 'reference',
    endpoints: 'endpoint',
    hashes: 'hash',
    properties: 'property',
  }),
);

/** An element of the XML notation as the JSON notation writes it. */
export function asJson(element: XmlElement): unknown {
  if (element.children.length === 0 && Object.keys(element.attributes).length === 0) return element.text.trim();
  const entries: [string, unknown][] = Object.entries(element.attributes);
  for (const child of element.children) {
    const entry = LISTS.get(child.name);
    if (entry === undefined) entries.push([child.name, asJson(child)]);
    else entries.push([child.name, listed(child, entry)]);
  }
  return Object.fromEntries(entries);
}

// A licence is `{ license: {…} }` in JSON, an expression stands beside it.
function listed(list: XmlElement, entry: string): readonly unknown[] {
  if (list.name !== 'licenses') return childrenOf(list, entry).map(asJson);
  return list.children.map((one) => ({ [one.name]: asJson(one) }));
}

/** A dependency of the XML notation, where what is depended on stands inside it. */
export const dependencyOfXml = (element: XmlElement): BomDependency => ({
  ref: element.attributes['ref'] ?? '',
  dependsOn: childrenOf(element, 'dependency').flatMap((one) => one.attributes['ref'] ?? []),
});

/** The component that a bill is about. */
export const subjectOf = (metadata: XmlElement): XmlElement | null => childOf(metadata, 'component');
