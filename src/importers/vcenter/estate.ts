import type { Place } from '../record-collector';
import type { Untyped } from '../untyped';

/** Kinds of things in a vCenter; the names are those of its API. */
export type VcenterKind = 'ClusterComputeResource' | 'HostSystem' | 'VirtualMachine' | 'Datastore' | 'Network';

/** One thing in a vCenter, from whichever tool. */
export interface VcenterObject {
  readonly kind: VcenterKind;
  /** Managed object id, or where the tool gives none the name, behind the datacenter where that is known (`idWithin`). */
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
    const known = this.known(object);
    const both = known === undefined ? object : united(known, object);
    if (known !== undefined) this.objects.delete(`${known.kind}:${known.id}`);
    this.objects.set(`${both.kind}:${both.id}`, both);
    for (const name of [both.name, idWithin(both.datacenter, both.name)]) this.names.set(`${both.kind}:${name}`, both);
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

  /** By id or by name; never one of that name in another datacenter than the one given. */
  find(kind: VcenterKind, reference: string | null, datacenter: string | null = null): VcenterObject | null {
    if (reference === null || reference === '') return null;
    const within = this.objects.get(`${kind}:${idWithin(datacenter, reference)}`);
    const found = within ?? this.objects.get(`${kind}:${reference}`);
    if (found !== undefined) return found;
    const named =
      this.names.get(`${kind}:${idWithin(datacenter, reference)}`) ?? this.names.get(`${kind}:${reference}`) ?? null;
    return named !== null && mayBeIn(named, datacenter) ? named : null;
  }

  // Where one tab gives an id and another one the name alone, the name is all there is to put them together by.
  private known(object: VcenterObject): VcenterObject | undefined {
    const same = this.objects.get(`${object.kind}:${object.id}`);
    if (same !== undefined) return same;
    const { kind, id, name, datacenter } = object;
    if (id === name) return this.find(kind, name, datacenter) ?? undefined;
    const nameless = this.objects.get(`${kind}:${name}`);
    return nameless?.id === nameless?.name && mayBeIn(nameless, datacenter) ? nameless : undefined;
  }
}

const mayBeIn = (object: VcenterObject | undefined, datacenter: string | null): boolean =>
  datacenter === null || (object?.datacenter ?? datacenter) === datacenter;

/** The id of what is known by a name that is unique within its datacenter only. */
export const idWithin = (datacenter: string | null, name: string): string =>
  datacenter === null ? name : `${datacenter}/${name}`;

const united = (first: VcenterObject, second: VcenterObject): VcenterObject => ({
  ...first,
  id: first.id === first.name ? second.id : first.id,
  body: { ...first.body, ...second.body },
  datacenter: first.datacenter ?? second.datacenter,
  cluster: first.cluster ?? second.cluster,
  host: first.host ?? second.host,
  datastores: [...new Set([...first.datastores, ...second.datastores])],
  networks: [...new Set([...first.networks, ...second.networks])],
});
