import type { Place } from '../record-collector';
import type { Untyped } from '../untyped';

/** Kinds of things in a vCenter; the names are those of its API. */
export type VcenterKind = 'ClusterComputeResource' | 'HostSystem' | 'VirtualMachine' | 'Datastore' | 'Network';

/** One thing in a vCenter, from whichever tool. */
export interface VcenterObject {
  readonly kind: VcenterKind;
  /** Managed object id, or where the tool gives none the name. */
  readonly id: string;
  readonly name: string;
  readonly datacenter: string | null;
  readonly body: Untyped;
  /** Ids or names of what it is on, in or connected to. */
  readonly cluster: string | null;
  readonly host: string | null;
  readonly datastores: readonly string[];
  readonly networks: readonly string[];
  readonly place: Place;
}

/** What the files say of the vCenter itself. */
export interface VcenterIdentity {
  readonly instanceUuid: string | null;
  readonly server: string | null;
}

/** Everything of one vCenter; what two tabs say of one thing is put together. */
export class VcenterEstate {
  identity: VcenterIdentity = { instanceUuid: null, server: null };
  private readonly objects = new Map<string, VcenterObject>();
  private readonly names = new Map<string, VcenterObject>();

  add(object: VcenterObject): void {
    const key = `${object.kind}:${object.id}`;
    const known = this.objects.get(key);
    const both = known === undefined ? object : united(known, object);
    this.objects.set(key, both);
    this.names.set(`${object.kind}:${object.name}`, both);
  }

  identify(identity: Partial<VcenterIdentity>): void {
    const { instanceUuid, server } = this.identity;
    this.identity = {
      instanceUuid: instanceUuid ?? identity.instanceUuid ?? null,
      server: server ?? identity.server ?? null,
    };
  }

  all(): readonly VcenterObject[] {
    return [...this.objects.values()];
  }

  /** By id or by name. */
  find(kind: VcenterKind, reference: string | null): VcenterObject | null {
    if (reference === null || reference === '') return null;
    return this.objects.get(`${kind}:${reference}`) ?? this.names.get(`${kind}:${reference}`) ?? null;
  }
}

const united = (first: VcenterObject, second: VcenterObject): VcenterObject => ({
  ...first,
  body: { ...first.body, ...second.body },
  datacenter: first.datacenter ?? second.datacenter,
  cluster: first.cluster ?? second.cluster,
  host: first.host ?? second.host,
  datastores: [...new Set([...first.datastores, ...second.datastores])],
  networks: [...new Set([...first.networks, ...second.networks])],
});
