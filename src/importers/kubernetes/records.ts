import type {
  IngestEnd,
  ItemRecord,
  ItemRelationshipRecord,
  RelationshipRecord,
} from '../../domain/ingest/ingest-record';
import type { JsonObject } from '../../domain/json';
import { ingressAttributes, serviceAttributes, workloadAttributes, type Attributes } from './attributes';
import type { Call } from './calls';
import type { IngressRoutes } from './ingresses';
import type { KubernetesObject } from './objects';
import type { Service } from './services';
import type { KubernetesVolume } from './volumes';
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

  /** `needed`: how many pods behind it a disruption budget keeps; null where none does. */
  serviceItem(service: Service, needed: number | null): ItemRecord {
    const item = this.namespaced('KubernetesService', service.object, serviceAttributes(service));
    if (needed === null) return item;
    return { ...item, gates: [{ key: PODS, rule: 'AT_LEAST', value: needed }] };
  }

  /** A claim or volume, in the cluster that both belong to. */
  volumeItem({ object, name, capacityGb }: KubernetesVolume): ItemRecord {
    const host = this.within(this.cluster.name);
    return this.item('StorageVolume', this.keyOf(object), name, { capacityGb }, [host], object);
  }

  ingressItem(ingress: IngressRoutes): ItemRecord {
    return this.namespaced('KubernetesIngress', ingress.object, ingressAttributes(ingress));
  }

  /** `pods`: how many of the gate's pods it stands for; null where no gate counts them. */
  member(service: Service, member: Workload, pods: number | null, subsets: readonly string[]): RelationshipRecord {
    return {
      ...this.relationship(service.object, 'BALANCES_TO', member.object),
      ...(pods === null ? {} : { gateKeys: [PODS], weight: pods }),
      ...(subsets.length === 0 ? {} : { attributes: { subsets } }),
    };
  }

  storedOn(from: KubernetesObject, to: KubernetesObject): RelationshipRecord {
    return this.relationship(from, 'STORED_ON', to);
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

/** The gate of the pods behind a Service. */
const PODS = 'pods';

const withoutNulls = (attributes: Attributes): JsonObject =>
  Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== null));
