import { at, listOf, textOf, textsOf } from '../untyped';
import type { KubernetesObject } from './objects';
import type { Container } from './workloads';

/** Text in which a container may name what it talks to, and where it stands. Values are searched, never stored. */
export interface Setting {
  /** The variable's name; null for the text of a command or file. */
  readonly name: string | null;
  readonly value: string;
  /** Of files: they name much that is none of the cluster's. */
  readonly vague?: boolean;
  /** For people, e.g. `env CART_SERVICE_ADDR`, `command of wait-for-db` or `ConfigMap nginx`. */
  readonly place: string;
}

/** `$(A)$(A)` in each of many variables would grow without end. */
const EXPANDED_LENGTH_MAX = 64 * 1024;

/** ConfigMaps by `namespace/name`. Secrets are not read at all. */
export type ConfigMaps = ReadonlyMap<string, KubernetesObject>;

/** Everything a container says of addresses: its environment, with ConfigMaps and `$(NAME)` resolved, command and arguments. */
export function settingsOf(container: Container, namespace: string, configMaps: ConfigMaps): Setting[] {
  const environment = new Map<string, string>();
  for (const from of listOf(at(container.body, 'envFrom'))) {
    const prefix = textOf(at(from, 'prefix')) ?? '';
    for (const [key, value] of Object.entries(dataOf(at(from, 'configMapRef', 'name'), namespace, configMaps))) {
      environment.set(prefix + key, value);
    }
  }
  for (const variable of listOf(at(container.body, 'env'))) {
    const name = textOf(at(variable, 'name'));
    const value = textOf(at(variable, 'value')) ?? referencedValue(variable, namespace, configMaps);
    if (name !== null && value !== null) environment.set(name, expanded(value, environment));
  }
  const settings = [...environment].map(([name, value]): Setting => ({ name, value, place: `env ${name}` }));
  for (const part of ['command', 'args']) {
    const words = listOf(at(container.body, part)).map((word) => expanded(textOf(word) ?? '', environment));
    if (words.length > 0) settings.push({ name: null, value: words.join('\n'), place: `${part} of ${container.name}` });
  }
  return settings;
}

/** The texts of the ConfigMaps that the pods of a workload mount as files. */
export function mountedSettings(podSpec: unknown, namespace: string, configMaps: ConfigMaps): readonly Setting[] {
  const volumes = listOf(at(podSpec, 'volumes'));
  const sources = [...volumes, ...volumes.flatMap((volume) => listOf(at(volume, 'projected', 'sources')))];
  const names = new Set(sources.flatMap((one) => textOf(at(one, 'configMap', 'name')) ?? []));
  return [...names].sort().flatMap((name) =>
    Object.values(dataOf(name, namespace, configMaps)).map((value) => ({
      name: null,
      value,
      vague: true,
      place: `ConfigMap ${name}`,
    })),
  );
}

function referencedValue(variable: unknown, namespace: string, configMaps: ConfigMaps): string | null {
  const reference = at(variable, 'valueFrom', 'configMapKeyRef');
  const key = textOf(at(reference, 'key'));
  const data = dataOf(at(reference, 'name'), namespace, configMaps);
  return key !== null && Object.hasOwn(data, key) ? (data[key] ?? null) : null;
}

function dataOf(name: unknown, namespace: string, configMaps: ConfigMaps): Readonly<Record<string, string>> {
  const configMap = configMaps.get(`${namespace}/${textOf(name) ?? ''}`);
  return configMap === undefined ? {} : textsOf(at(configMap.body, 'data'));
}

// What is not defined stays as it is written, as in Kubernetes.
const expanded = (value: string, environment: ReadonlyMap<string, string>): string =>
  value
    .slice(0, EXPANDED_LENGTH_MAX)
    .replace(/\$\(([\w.-]+)\)/g, (written, name: string) => environment.get(name) ?? written)
    .slice(0, EXPANDED_LENGTH_MAX);
