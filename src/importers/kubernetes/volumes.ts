import { at, listOf, textOf } from '../untyped';
import type { KubernetesObject } from './objects';
import type { Workload } from './workloads';

/** A PersistentVolumeClaim or PersistentVolume. */
export interface KubernetesVolume {
  readonly object: KubernetesObject;
  /** Of a claim `namespace/name`, of a volume its name: unique in the cluster. */
  readonly name: string;
  readonly capacityGb: number | null;
  /** The volume that a claim is bound to. */
  readonly boundTo: string | null;
}

/** Reads claims and volumes; who is bound to whom may stand on either. */
export function volumesOf(
  claims: readonly KubernetesObject[],
  volumes: readonly KubernetesObject[],
): readonly KubernetesVolume[] {
  const claimed = new Map<string, string>(
    volumes.flatMap((object) => {
      const [namespace, name] = [
        textOf(at(object.body, 'spec', 'claimRef', 'namespace')),
        textOf(at(object.body, 'spec', 'claimRef', 'name')),
      ];
      return name === null ? [] : [[`${namespace ?? 'default'}/${name}`, object.name] as const];
    }),
  );
  return [
    ...volumes.map((object) => ({
      object,
      name: object.name,
      capacityGb: gigabytes(at(object.body, 'spec', 'capacity', 'storage')),
      boundTo: null,
    })),
    ...claims.map((object) => {
      const name = `${object.namespace}/${object.name}`;
      return {
        object,
        name,
        capacityGb: gigabytes(at(object.body, 'spec', 'resources', 'requests', 'storage')),
        boundTo: textOf(at(object.body, 'spec', 'volumeName')) ?? claimed.get(name) ?? null,
      };
    }),
  ];
}

/** The claims that the pods of a workload mount, by name; those of a StatefulSet are found by the names that it gives. */
export function claimsOf(
  { object, podSpec }: Workload,
  claims: readonly KubernetesObject[],
): readonly KubernetesObject[] {
  const mounted = new Set(
    listOf(at(podSpec, 'volumes')).flatMap((volume) => textOf(at(volume, 'persistentVolumeClaim', 'claimName')) ?? []),
  );
  const prefixes = listOf(at(object.body, 'spec', 'volumeClaimTemplates')).flatMap((template) => {
    const name = textOf(at(template, 'metadata', 'name'));
    return name === null ? [] : [`${name}-${object.name}-`];
  });
  return claims.filter(
    ({ namespace, name }) =>
      namespace === object.namespace &&
      (mounted.has(name) ||
        prefixes.some((prefix) => name.startsWith(prefix) && /^\d+$/.test(name.slice(prefix.length)))),
  );
}

const UNITS: Readonly<Record<string, number>> = {
  '': 1,
  K: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
};

// A quantity as Kubernetes writes it, in whole gigabytes of 2^30 bytes.
function gigabytes(value: unknown): number | null {
  const [, number = '', unit = ''] = /^(\d+(?:\.\d+)?)([KMGTP]i?)?$/.exec(textOf(value) ?? '') ?? [];
  const factor = UNITS[unit];
  return number === '' || factor === undefined ? null : Math.floor((Number(number) * factor) / 2 ** 30);
}
