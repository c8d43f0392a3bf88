import { listOf, textOf } from '../untyped';
import { withoutIndexes } from './configuration';
import { isLogical, type TerraformResource } from './resources';

/** Fields whose value is the id of another resource. */
const REFERENCE =
  /(_id|_ids|_arn|_arns)$|^(security_groups|subnets|instances|network|subnetwork|role|bucket|vpc|cluster)$/;

/** Shorter ids, and plain numbers, stand for many things. */
const isTelling = (id: string): boolean => id.length >= 5 && !/^\d+$/.test(id);

/** Finds what resources refer to, by address and by id. */
export class ReferenceIndex {
  private readonly byAddress = new Map<string, TerraformResource[]>();
  private readonly byId = new Map<string, TerraformResource[]>();

  constructor(resources: readonly TerraformResource[]) {
    for (const resource of resources) {
      // With all indexes, without its own, without those of its modules: references are written in each of these ways.
      const names = new Set([resource.address, resource.group, withoutIndexes(resource.group)]);
      for (const name of names) append(this.byAddress, name, resource);
      if (isLogical(resource.type)) continue;
      const ids = new Set([
        textOf(resource.values['id']),
        textOf(resource.values['arn']),
        textOf(resource.values['self_link']),
      ]);
      for (const id of ids) if (id !== null && isTelling(id)) append(this.byId, id, resource);
    }
  }

  /** The other resources whose ids the attributes of one hold. */
  heldOf(resource: TerraformResource): ReadonlySet<TerraformResource> {
    const held = new Set(idsIn(resource).flatMap((id) => this.byId.get(id) ?? []));
    held.delete(resource);
    return held;
  }

  /**
   * The other resources that one refers to. Where it depends on all instances of a resource but its attributes hold
   * the ids of some (`heldOf`), those are meant.
   */
  targetsOf(resource: TerraformResource, held: ReadonlySet<TerraformResource>): ReadonlySet<TerraformResource> {
    const found = new Set(held);
    for (const address of resource.dependencies) {
      const group = this.byAddress.get(address) ?? [];
      const meant = group.filter((one) => held.has(one));
      for (const target of meant.length > 0 ? meant : group) found.add(target);
    }
    found.delete(resource);
    return found;
  }

  /** The resource whose id a field of another one holds. */
  heldBy({ values }: TerraformResource, field: string): TerraformResource | null {
    return this.byId.get(textOf(values[field]) ?? '')?.[0] ?? null;
  }

  /** Addresses that are named and in none of the files. */
  missing({ dependencies }: TerraformResource): readonly string[] {
    return dependencies.filter((address) => !this.byAddress.has(address) && !/(^|\.)data\./.test(address));
  }
}

function idsIn({ values }: TerraformResource): readonly string[] {
  const found: string[] = [];
  const waiting: { readonly name: string; readonly value: unknown }[] = Object.entries(values).map(([name, value]) => ({
    name,
    value,
  }));
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { name, value } = next;
    const text = textOf(value);
    if (text !== null) {
      if (REFERENCE.test(name)) found.push(text);
    } else if (Array.isArray(value)) for (const one of listOf(value)) waiting.push({ name, value: one });
    else if (typeof value === 'object' && value !== null) {
      for (const [key, one] of Object.entries(value)) waiting.push({ name: key, value: one });
    }
  }
  return found;
}

function append(map: Map<string, TerraformResource[]>, key: string, resource: TerraformResource): void {
  const found = map.get(key);
  if (found === undefined) map.set(key, [resource]);
  else found.push(resource);
}
