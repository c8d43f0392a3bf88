import type { ReportBuilder } from '../report-builder';
import { at, listOf, textOf } from '../untyped';
import type { KubernetesObject } from './objects';
import type { Service } from './services';

/** An Ingress, the hosts and paths it answers for, and the Services it routes to, each once and sorted. */
export interface IngressRoutes {
  readonly object: KubernetesObject;
  readonly hosts: readonly string[];
  readonly paths: readonly string[];
  readonly services: readonly Service[];
}

/** Reads the backends of `networking.k8s.io/v1` and of the older form (`serviceName`). */
export function ingressRoutes(
  object: KubernetesObject,
  services: ReadonlyMap<string, Service>,
  report: ReportBuilder,
): IngressRoutes {
  const rules = listOf(at(object.body, 'spec', 'rules'));
  const paths = rules.flatMap((rule) => listOf(at(rule, 'http', 'paths')));
  const backends = [
    at(object.body, 'spec', 'defaultBackend'),
    at(object.body, 'spec', 'backend'),
    ...paths.map((path) => at(path, 'backend')),
  ];
  const names = new Set(backends.flatMap((backend) => serviceNameOf(backend) ?? []));
  const found: Service[] = [];
  for (const name of [...names].sort()) {
    const service = services.get(`${object.namespace}/${name}`);
    if (service === undefined)
      report.note('ingress backends that are no Service of these files', `${object.name}: ${name}`);
    else found.push(service);
  }
  return {
    object,
    hosts: eachOnce(rules.map((rule) => at(rule, 'host'))),
    paths: eachOnce(paths.map((path) => at(path, 'path'))),
    services: found,
  };
}

const eachOnce = (values: readonly unknown[]): string[] =>
  [...new Set(values.flatMap((value) => textOf(value) ?? []))].sort();

const serviceNameOf = (backend: unknown): string | null =>
  textOf(at(backend, 'service', 'name')) ?? textOf(at(backend, 'serviceName'));
