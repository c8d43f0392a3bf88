import type { JsonValue } from '../../domain/json';
import { at, listOf, textOf, textsOf } from '../untyped';
import type { IngressRoutes } from './ingresses';
import type { Service } from './services';
import type { Workload } from './workloads';

/** Attributes of a class by name; null where the files say nothing. */
export type Attributes = Readonly<Record<string, JsonValue>>;

/** The attributes of KubernetesWorkload. */
export function workloadAttributes({ object, podLabels, replicas, containers, podSpec }: Workload): Attributes {
  const images = unique(containers.flatMap(({ image }) => image ?? []));
  const main = containers.find(({ init }) => !init);
  const ports = containers.flatMap(({ body }) => listOf(at(body, 'ports')).map((port) => at(port, 'containerPort')));
  return {
    kind: object.kind,
    uid: object.uid,
    apiVersion: textOf(at(object.body, 'apiVersion')),
    replicas,
    image: main?.image ?? null,
    images: filled(images),
    containerPorts: filled(portNumbers(ports)),
    podLabels: Object.keys(podLabels).length > 0 ? podLabels : null,
    schedule: textOf(at(object.body, 'spec', 'schedule')),
    serviceAccount: textOf(at(podSpec, 'serviceAccountName')),
  };
}

/** The attributes of KubernetesService. */
export function serviceAttributes({ object, type, externalName, ports }: Service): Attributes {
  const selector = textsOf(at(object.body, 'spec', 'selector'));
  return {
    uid: object.uid,
    serviceType: type,
    clusterIp: textOf(at(object.body, 'spec', 'clusterIP')),
    externalName,
    ports: filled(portNumbers(ports.map(({ port }) => Number(port)))),
    selector: Object.keys(selector).length > 0 ? selector : null,
  };
}

/** The attributes of KubernetesIngress. */
export function ingressAttributes({ object, hosts, paths }: IngressRoutes): Attributes {
  const annotated = at(object.body, 'metadata', 'annotations', 'kubernetes.io/ingress.class');
  return {
    uid: object.uid,
    ingressClass: textOf(at(object.body, 'spec', 'ingressClassName')) ?? textOf(annotated),
    hosts: filled(hosts),
    paths: filled(paths),
    tls: listOf(at(object.body, 'spec', 'tls')).length > 0,
  };
}

const unique = <Value>(values: readonly Value[]): Value[] => [...new Set(values)];

const filled = <Value extends JsonValue>(values: readonly Value[]): readonly Value[] | null =>
  values.length > 0 ? values : null;

const portNumbers = (values: readonly unknown[]): number[] =>
  unique(
    values.filter((port): port is number => Number.isInteger(port) && Number(port) >= 0 && Number(port) <= 65_535),
  );
