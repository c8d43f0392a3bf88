import { at, listOf, textOf, textsOf } from '../untyped';
import type { ReportBuilder } from '../report-builder';
import { serviceCandidates } from './service-candidates';
import type { IngressRoutes } from './ingresses';
import type { KubernetesObject } from './objects';
import { plainSelector, selects } from './selector';
import type { Service } from './services';
import type { Workload } from './workloads';

type Services = ReadonlyMap<string, Service>;

/** What an Istio VirtualService says: routes from a gateway are like an Ingress, others lead from one Service to another. */
export interface MeshRoutes {
  /** Null for one that no gateway uses. */
  readonly entrance: IngressRoutes | null;
  readonly redirects: readonly { readonly from: Service; readonly to: Service }[];
}

/** Reads the routes of a VirtualService over HTTP, TCP and TLS. */
export function meshRoutes(object: KubernetesObject, services: Services, report: ReportBuilder): MeshRoutes {
  const spec = at(object.body, 'spec');
  const routes = ['http', 'tcp', 'tls'].flatMap((part) => listOf(at(spec, part)));
  const hosts = listOf(at(spec, 'hosts')).flatMap((host) => textOf(host) ?? []);
  const named = new Set(
    routes.flatMap((route) =>
      listOf(at(route, 'route')).flatMap((one) => textOf(at(one, 'destination', 'host')) ?? []),
    ),
  );
  const targets = [...named].sort().flatMap((host) => {
    const service = serviceAt(host, object.namespace, services);
    if (service === null) report.note('mesh routes to what is no Service of these files', `${object.name}: ${host}`);
    return service ?? [];
  });
  const gateways = listOf(at(spec, 'gateways')).filter((gateway) => gateway !== 'mesh');
  const inMesh = gateways.length === 0 || listOf(at(spec, 'gateways')).includes('mesh');
  const fronts = inMesh ? hosts.flatMap((host) => serviceAt(host, object.namespace, services) ?? []) : [];
  const paths = routes.flatMap((route) => listOf(at(route, 'match')).map((match) => pathOf(at(match, 'uri'))));
  return {
    entrance:
      gateways.length === 0
        ? null
        : { object, hosts, paths: [...new Set(paths.flatMap((path) => path ?? []))].sort(), services: targets },
    redirects: fronts.flatMap((from) => targets.filter((to) => to !== from).map((to) => ({ from, to }))),
  };
}

/** `reviews`, `reviews.shop` and `reviews.shop.svc.cluster.local` are the same Service. */
function serviceAt(host: string, namespace: string, services: Services): Service | null {
  for (const candidate of serviceCandidates(host.toLowerCase(), namespace)) {
    const service = services.get(`${candidate.namespace}/${candidate.name}`);
    if (service !== undefined) return service;
  }
  return null;
}

const pathOf = (uri: unknown): string | null =>
  textOf(at(uri, 'exact')) ?? textOf(at(uri, 'prefix')) ?? textOf(at(uri, 'regex'));

/** The subsets of DestinationRules that a workload behind a Service is in, by name. */
export function subsetsOf(
  service: Service,
  workload: Workload,
  rules: readonly KubernetesObject[],
  services: Services,
): readonly string[] {
  const about = rules.filter(
    (rule) => serviceAt(textOf(at(rule.body, 'spec', 'host')) ?? '', rule.namespace, services) === service,
  );
  const names = about.flatMap((rule) =>
    listOf(at(rule.body, 'spec', 'subsets')).flatMap((subset) =>
      Object.keys(textsOf(at(subset, 'labels'))).length > 0 &&
      selects(plainSelector(at(subset, 'labels')), workload.podLabels)
        ? (textOf(at(subset, 'name')) ?? [])
        : [],
    ),
  );
  return [...new Set(names)].sort();
}
