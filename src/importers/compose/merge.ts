import { listOf, objectOf, textOf, type Untyped } from '../untyped';

/** Parts of a service that may be written as a list or as a map: merged by key. */
const KEYED: Readonly<Record<string, (entry: unknown) => readonly [string, unknown] | null>> = {
  environment: assignment,
  labels: assignment,
  depends_on: named,
  networks: named,
};
/** Lists that a later file adds to. */
const ADDED = new Set(['ports', 'expose', 'volumes', 'links', 'external_links', 'env_file', 'profiles']);

/** A later Compose file over an earlier one: services are merged part by part, other sections entry by entry. */
export function mergedFiles(first: Untyped, second: Untyped): Untyped {
  const services = { ...objectOf(first['services']) };
  for (const [name, service] of Object.entries(objectOf(second['services']))) {
    services[name] = mergedService(objectOf(services[name]), objectOf(service));
  }
  const section = (name: string): Untyped => ({ ...objectOf(first[name]), ...objectOf(second[name]) });
  return { ...first, ...second, services, networks: section('networks'), volumes: section('volumes') };
}

/** A service over the one that it extends or that an earlier file defined. */
export function mergedService(base: Untyped, over: Untyped): Untyped {
  const merged: Record<string, unknown> = { ...base, ...over };
  for (const [part, entryOf] of Object.entries(KEYED)) {
    if (base[part] === undefined && over[part] === undefined) continue;
    merged[part] = { ...keyed(base[part], entryOf), ...keyed(over[part], entryOf) };
  }
  for (const part of ADDED) {
    const all = [...asList(base[part]), ...asList(over[part])];
    if (all.length > 0) merged[part] = all;
  }
  return merged;
}

/** `environment`, `labels`, `depends_on` or `networks` of a service as a map, however it is written. */
export function keyedPart(service: Untyped, part: string): Untyped {
  const entryOf = KEYED[part];
  return entryOf === undefined ? {} : keyed(service[part], entryOf);
}

function keyed(value: unknown, entryOf: (entry: unknown) => readonly [string, unknown] | null): Untyped {
  if (!Array.isArray(value)) return objectOf(value);
  return Object.fromEntries(
    (value as readonly unknown[]).flatMap((entry) => [entryOf(entry)].flatMap((one) => (one === null ? [] : [one]))),
  );
}

// `NAME=value`; a name alone takes its value from whoever starts it.
function assignment(entry: unknown): readonly [string, unknown] | null {
  const text = textOf(entry);
  if (text === null) return null;
  const [name = '', ...rest] = text.split('=');
  return [name, rest.join('=')];
}

function named(entry: unknown): readonly [string, unknown] | null {
  const text = textOf(entry);
  return text === null ? null : [text, {}];
}

const asList = (value: unknown): readonly unknown[] => (typeof value === 'string' ? [value] : listOf(value));
