import { at, listOf, objectOf, textOf } from '../untyped';

/** A module with the call that gives values to its variables. */
interface Scope {
  readonly module: unknown;
  /** Of its addresses, e.g. `module.db.`. */
  readonly prefix: string;
  readonly call: { readonly expressions: unknown; readonly scope: Scope } | null;
}

/**
 * What the configuration in a plan says resources refer to: group address without indexes -> such addresses. It names
 * what is not created yet and so has no id that attributes could hold. Variables are followed to what the call of the
 * module gives them, and outputs of modules to what they are made of.
 */
export function configuredReferences(root: unknown): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, readonly string[]>();
  const meanings = new Map<string, readonly string[]>();
  const waiting: Scope[] = [{ module: root, prefix: '', call: null }];
  for (let scope = waiting.pop(); scope !== undefined; scope = waiting.pop()) {
    for (const resource of listOf(at(scope.module, 'resources'))) {
      const address = textOf(at(resource, 'address'));
      if (address === null) continue;
      const named = [
        ...listOf(at(resource, 'depends_on')).flatMap((one) => textOf(one) ?? []),
        ...['expressions', 'count_expression', 'for_each_expression'].flatMap((part) => namesIn([at(resource, part)])),
      ];
      const targets = named.flatMap((name) => meaningOf(name, scope, meanings));
      found.set(scope.prefix + address, [...new Set(targets)]);
    }
    for (const name of Object.keys(objectOf(at(scope.module, 'module_calls')))) waiting.push(calledModule(name, scope));
  }
  return found;
}

/** `module.db[0].aws_instance.web["a"]` -> `module.db.aws_instance.web`. */
export const withoutIndexes = (address: string): string => address.replace(/\[[^\]]*\]/g, '');

function calledModule(name: string, scope: Scope): Scope {
  const call = at(scope.module, 'module_calls', name);
  const prefix = `${scope.prefix}module.${name}.`;
  return { module: at(call, 'module'), prefix, call: { expressions: at(call, 'expressions'), scope } };
}

/** The resources that a reference leads to in the end; each is followed once, also where they lead in a circle. */
function meaningOf(reference: string, scope: Scope, meanings: Map<string, readonly string[]>): readonly string[] {
  const [first = '', second = '', third = ''] = withoutIndexes(reference).split('.');
  if (first !== 'module' && first !== 'var') return resourceNamed(first, second).map((name) => scope.prefix + name);
  const key = [scope.prefix, first, second, first === 'module' ? third : ''].join(' ');
  const known = meanings.get(key);
  if (known !== undefined) return known;
  meanings.set(key, []);
  const inner = first === 'module' ? calledModule(second, scope) : scope.call?.scope;
  const said = first === 'module' ? at(inner?.module, 'outputs', third) : [at(scope.call?.expressions, second)];
  const found = inner === undefined ? [] : namesIn(said).flatMap((name) => meaningOf(name, inner, meanings));
  const targets = [...new Set(found)];
  meanings.set(key, targets);
  return targets;
}

// Every list named `references`, however deep the expression.
function namesIn(expressions: unknown): readonly string[] {
  const names: string[] = [];
  const waiting: unknown[] = [expressions];
  for (let value = waiting.pop(); value !== undefined; value = waiting.pop()) {
    if (typeof value !== 'object' || value === null) continue;
    for (const [key, entry] of Object.entries(value)) {
      if (key === 'references') for (const name of listOf(entry).flatMap((one) => textOf(one) ?? [])) names.push(name);
      else waiting.push(entry ?? []);
    }
  }
  return names;
}

// `aws_subnet.a.id` is about `aws_subnet.a`; locals and data sources are no resources.
const resourceNamed = (type: string, name: string): readonly string[] =>
  name === '' || !type.includes('_') || type === 'each' ? [] : [`${type}.${name}`];
