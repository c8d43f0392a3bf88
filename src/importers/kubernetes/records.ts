import type { IngestEnd, ItemRecord, ItemRelationshipRecord, RelationshipRecord } from '../../domain/ingest-record';
import type { JsonObject } from '../../domain/json';
import { ingressAttributes, serviceAttributes, workloadAttributes, type Attributes } from './attributes';
import type { Call } from './calls';
import type { IngressRoutes } from './ingresses';
import type { KubernetesObject } from './objects';
import type { Service } from './services';
import type { Workload } from './workloads';

/** The cluster that everything stands in, as the caller names it. */
export interface ClusterIdentity {
  readonly name: string;
  readonly source: string;
  readonly apiServerUrl: string;
  readonly environment: string | null;
}

/** Builds the records of one cluster. Native keys are `<cluster>/<namespace>/<Kind>/<name>` and never change. */
export class ClusterRecords {
  private readonly cluster: ClusterIdentity;

  constructor(cluster: ClusterIdentity) {
    this.cluster = cluster;
  }

  clusterItem(kubeSystemUid: string | null): ItemRecord {
    const { name, apiServerUrl } = this.cluster;
    return this.item('KubernetesCluster', name, name, { apiServerUrl, kubeSystemUid }, []);
  }

  namespaceItem(name: string, object: KubernetesObject | null): ItemRecord {
    const host = this.within(this.cluster.name);
    return this.item(
      'KubernetesNamespace',
      this.namespaceKey(name),
      name,
      { uid: object?.uid ?? null },
      [host],
      object,
    );
  }

  workloadItem(workload: Workload): ItemRecord {
    return this.namespaced('KubernetesWorkload', workload.object, workloadAttributes(workload));
  }

  serviceItem(service: Service): ItemRecord {
    return this.namespaced('KubernetesService', service.object, serviceAttributes(service));
  }

  ingressItem(ingress: IngressRoutes): ItemRecord {
    return this.namespaced('KubernetesIngress', ingress.object, ingressAttributes(ingress));
  }

  members(service: Service): RelationshipRecord[] {
    return service.members.map((member) => this.relationship(service.object, 'BALANCES_TO', member.object));
  }

  routes({ object, services }: IngressRoutes): RelationshipRecord[] {
    return services.map((service) => this.relationship(object, 'ROUTES_TO', service.object));
  }

  /** An ExternalName Service is another name of its target. */
  alias(from: Service, to: Service): RelationshipRecord {
    return this.relationship(from.object, 'ROUTES_TO', to.object);
  }

  /** Concluded, so INFERRED; without a strength of its own, so that whoever confirms the call decides it. */
  call({ caller, target, evidence }: Call): RelationshipRecord {
    return {
      ...this.relationship(caller.object, 'CALLS', target),
      kind: 'INFERRED',
      attributes: { evidence: [...evidence].sort() },
    };
  }

  private namespaced(className: string, object: KubernetesObject, attributes: Attributes): ItemRecord {
    const host = this.within(this.namespaceKey(object.namespace));
    return this.item(className, this.keyOf(object), object.name, attributes, [host], object);
  }

  private item(
    className: string,
    nativeKey: string,
    name: string,
    attributes: Attributes,
    relationships: readonly ItemRelationshipRecord[],
    object: KubernetesObject | null = null,
  ): ItemRecord {
    const { environment } = this.cluster;
    return {
      class: className,
      nativeKey,
      name,
      ...(environment === null ? {} : { environment }),
      labels: object?.labels ?? {},
      attributes: withoutNulls(attributes),
      complete: ['ATTRIBUTES', 'LABELS'],
      ...(relationships.length > 0 ? { relationships } : {}),
    };
  }

  private relationship(from: KubernetesObject, type: string, to: KubernetesObject): RelationshipRecord {
    return { type, source: this.end(from), target: this.end(to), kind: 'DECLARED' };
  }

  private end(object: KubernetesObject): IngestEnd {
    return this.native(this.keyOf(object));
  }

  private within(key: string): ItemRelationshipRecord {
    return { type: 'PART_OF', end: this.native(key), kind: 'DECLARED' };
  }

  private native(key: string): IngestEnd {
    return { native: { source: this.cluster.source, key } };
  }

  private keyOf({ namespace, kind, name }: KubernetesObject): string {
    return [this.cluster.name, namespace, kind, name].join('/');
  }

  private namespaceKey(name: string): string {
    return [this.cluster.name, name].join('/');
  }
}

const withoutNulls = (attributes: Attributes): JsonObject =>
  Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== null));
