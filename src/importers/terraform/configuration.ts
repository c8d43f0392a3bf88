import { at, listOf, objectOf, textOf } from '../untyped';

/**
 * What the configuration in a plan says resources refer to: group address -> addresses. It names what is not created
 * yet and so has no id that attributes could hold.
 */
export function configuredReferences(root: unknown): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, readonly string[]>();
  const waiting: { readonly module: unknown; readonly prefix: string }[] = [{ module: root, prefix: '' }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { module, prefix } = next;
    for (const resource of listOf(at(module, 'resources'))) {
      const address = textOf(at(resource, 'address'));
      if (address === null) continue;
      const named = [
        ...listOf(at(resource, 'depends_on')).flatMap((one) => textOf(one) ?? []),
        ...namesIn(at(resource, 'expressions')),
      ];
      const targets = named.flatMap((name) => resourceNamed(name)).map((name) => prefix + name);
      found.set(prefix + address, [...new Set(targets)]);
    }
    for (const [name, call] of Object.entries(objectOf(at(module, 'module_calls')))) {
      waiting.push({ module: at(call, 'module'), prefix: `${prefix}module.${name}.` });
    }
  }
  return found;
}

// Every list named `references`, however deep the expression.
function namesIn(expressions: unknown): readonly string[] {
  const names: string[] = [];
  const waiting: unknown[] = [expressions];
  for (let value = waiting.pop(); value !== undefined; value = waiting.pop()) {
    if (typeof value !== 'object' || value === null) continue;
    for (const [key, entry] of Object.entries(value)) {
      if (key === 'references') names.push(...listOf(entry).flatMap((one) => textOf(one) ?? []));
      else waiting.push(entry ?? []);
    }
  }
  return names;
}

// `aws_subnet.a.id` is about `aws_subnet.a`; variables, locals and data sources are no resources.
function resourceNamed(reference: string): readonly string[] {
  const [type = '', name] = reference.replace(/\[[^\]]*\]/g, '').split('.');
  return name === undefined || !type.includes('_') || type === 'each' ? [] : [`${type}.${name}`];
}
