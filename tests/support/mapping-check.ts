import { BUILTIN_MODEL } from '../../src/domain/class-model/builtin-model';
import { ClassModel } from '../../src/domain/class-model/resolved-class-model';
import { IMPORTERS } from '../../src/importers/index';
import type { Imported } from './input-files';

const model = new ClassModel(BUILTIN_MODEL);

/**
 * What records of a format say that its declared mapping does not, or that the shipped model has no place for: classes,
 * attributes, relationship types and what they may connect.
 */
export function undeclared(format: string, imported: Imported): readonly string[] {
  const mapping = IMPORTERS.get(format)?.mapping ?? { items: [], relationships: [], notes: [] };
  const classes = new Map<string, Set<string>>();
  for (const row of mapping.items) {
    const attributes = classes.get(row.class) ?? new Set<string>();
    for (const { to } of [...row.fields, ...(row.computed ?? [])]) attributes.add(to);
    classes.set(row.class, attributes);
  }
  const types = new Set(mapping.relationships.map(({ type }) => type));
  const classOf = new Map(imported.items.map((item) => [item.nativeKey ?? item.ref, item.class]));
  const found: string[] = [];
  const check = (from: string | undefined, type: string, to: string | undefined): void => {
    if (!types.has(type)) found.push(`${type} is not in the mapping`);
    if (from !== undefined && to !== undefined && !model.allows(type, from, to)) found.push(`${from} ${type} ${to}`);
  };
  for (const item of imported.items) {
    const attributes = classes.get(item.class);
    if (attributes === undefined) found.push(`${item.class} is not in the mapping`);
    for (const name of Object.keys(item.attributes ?? {})) {
      if (attributes?.has(name) === false) found.push(`${item.class}.${name} is not in the mapping`);
      if (!model.attributesOf(item.class).has(name)) found.push(`${item.class} has no ${name}`);
    }
    for (const { type, end } of item.relationships ?? [])
      check(item.class, type, classOf.get(end.ref ?? end.native?.key));
  }
  for (const { source, type, target } of imported.relationships) {
    check(classOf.get(source.ref ?? source.native?.key), type, classOf.get(target.ref ?? target.native?.key));
  }
  return [...new Set(found)].sort();
}

/** What a mapping says that the shipped model does not know. */
export function unknownToModel(format: string): readonly string[] {
  const base = new Set(['description', 'environment', 'site', 'lifecycle', 'lifecycleStatus', 'criticality']);
  const { items, relationships } = IMPORTERS.get(format)?.mapping ?? { items: [], relationships: [] };
  return [
    ...relationships.filter(({ type }) => model.type(type) === undefined).map(({ type }) => type),
    ...items.flatMap((row) => {
      const known = model.class(row.class) === undefined ? null : model.attributesOf(row.class);
      if (known === null) return [row.class];
      return [...row.fields, ...(row.computed ?? [])]
        .filter(({ to }) => !known.has(to) && !base.has(to))
        .map(({ to }) => `${row.class}.${to}`);
    }),
  ];
}
