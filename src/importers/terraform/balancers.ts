import type { KeyedRelationship } from '../record-collector';
import { textOf } from '../untyped';
import type { TerraformResource } from './resources';

/** A resource that has become an item. */
export interface BalancedItem {
  readonly key: string;
  readonly class: string;
}

/** What has become an item, and what each of these refers to. */
export interface References<Item extends BalancedItem> {
  readonly items: ReadonlyMap<TerraformResource, Item>;
  readonly targets: ReadonlyMap<TerraformResource, ReadonlySet<TerraformResource>>;
  /** Of these, those whose ids it holds. The others it depends on, in a state also by way of others. */
  readonly held: ReadonlyMap<TerraformResource, ReadonlySet<TerraformResource>>;
}

/** Leads requests from a load balancer to a pool. */
const LISTENER = /_(listener|listener_v2|listener_rule|l7policy_v2)$/;
/** Puts a machine into a pool. */
const MEMBERSHIP = /_(target_group_attachment|lb_member_v2|lb_members_v2|backend_address_pool_association)$/;
/** Names what a membership puts into a pool. */
const MEMBER_FIELDS = ['target_id', 'network_interface_id'];
/** A pool that lists its machines itself. */
const LISTING = /_target_pool$/;
/** What a machine is reached by; it refers to that, not the other way round. */
const PORT = /_(network_interface|networking_port_v2)$/;

/**
 * What load balancers, pools and machines are to each other, which other resources say: a pool is a part of the load
 * balancer whose listeners lead to it, and both spread their requests over the machines that are put into it.
 */
export function* balancing(references: References<BalancedItem>): Generator<KeyedRelationship> {
  const balancers = balancersOfPools(references);
  const machines = machinesOfPools(references, usersOf(references));
  for (const pool of ofClass(references, 'LoadBalancerPool')) {
    const from = references.items.get(pool)?.key ?? '';
    for (const balancer of balancers.get(pool) ?? []) yield { from, type: 'PART_OF', to: balancer };
    for (const machine of machines.get(pool) ?? []) {
      yield { from, type: 'BALANCES_TO', to: machine };
      for (const balancer of balancers.get(pool) ?? []) yield { from: balancer, type: 'BALANCES_TO', to: machine };
    }
  }
}

type Users = ReadonlyMap<TerraformResource, readonly TerraformResource[]>;
type KeysByPool = ReadonlyMap<TerraformResource, ReadonlySet<string>>;

function usersOf({ targets }: References<BalancedItem>): Users {
  const users = new Map<TerraformResource, TerraformResource[]>();
  for (const [from, all] of targets)
    for (const to of all) {
      const known = users.get(to);
      if (known === undefined) users.set(to, [from]);
      else known.push(from);
    }
  return users;
}

const ofClass = ({ items }: References<BalancedItem>, name: string): readonly TerraformResource[] =>
  [...items].filter(([, item]) => item.class === name).map(([resource]) => resource);

/** Of what a resource refers to, or of any others, those of a class. */
const among = (
  { items }: References<BalancedItem>,
  resources: Iterable<TerraformResource>,
  name: string,
): readonly TerraformResource[] => [...resources].filter((one) => items.get(one)?.class === name);

/** The keys of the load balancers whose listeners lead to a pool; none where these are in another state. */
export function balancersOfPools(references: References<BalancedItem>): KeysByPool {
  const { targets } = references;
  const users = usersOf(references);
  const of = (resource: TerraformResource): readonly TerraformResource[] => [...(targets.get(resource) ?? [])];
  // A rule leads on from a listener, which is where the load balancer is named.
  const behind = (listener: TerraformResource): readonly TerraformResource[] => [
    ...of(listener),
    ...of(listener)
      .filter(({ type }) => LISTENER.test(type))
      .flatMap(of),
  ];
  const found = new Map<TerraformResource, Set<string>>();
  for (const pool of ofClass(references, 'LoadBalancerPool')) {
    const listeners = [...of(pool), ...(users.get(pool) ?? [])].filter(({ type }) => LISTENER.test(type));
    found.set(
      pool,
      keysOf(references, among(references, [...of(pool), ...listeners.flatMap(behind)], 'CloudLoadBalancer')),
    );
  }
  return found;
}

function machinesOfPools(references: References<BalancedItem>, users: Users): KeysByPool {
  const found = new Map<TerraformResource, Set<string>>();
  for (const pool of ofClass(references, 'LoadBalancerPool')) {
    const memberships = (users.get(pool) ?? []).filter(({ type }) => MEMBERSHIP.test(type));
    const listing = LISTING.test(pool.type) ? [pool] : [];
    const machines = [...memberships, ...listing].flatMap((one) => machinesOf(one, references, users));
    found.set(pool, keysOf(references, machines));
  }
  return found;
}

function machinesOf(
  membership: TerraformResource,
  references: References<BalancedItem>,
  users: Users,
): readonly TerraformResource[] {
  const machinesAmong = (resources: Iterable<TerraformResource>): readonly TerraformResource[] => {
    const all = [...resources];
    const behindPorts = all
      .filter(({ type }) => PORT.test(type))
      .flatMap((port) => machinesAt(port, references, users));
    return [...new Set([...among(references, all, 'CloudVm'), ...behindPorts])];
  };
  const held = machinesAmong(references.held.get(membership) ?? []);
  if (held.length > 0 || namesMember(membership)) return held;
  const depended = machinesAmong(references.targets.get(membership) ?? []);
  if (membership.planned) return depended;
  // A state names what is needed by what is needed too: the database behind a machine is no member.
  return depended.filter((one) => !depended.some((other) => references.targets.get(other)?.has(one)));
}

/** An address may be that of any machine; an id that no file holds is that of a machine elsewhere. */
const namesMember = ({ values }: TerraformResource): boolean =>
  MEMBER_FIELDS.some((field) => /^(?![\d.]+$|[\da-f:]+:[\da-f:]*$)./i.test(textOf(values[field]) ?? ''));

/** The machine that a port is of: what depends on that machine depends on its port too. */
function machinesAt(
  port: TerraformResource,
  references: References<BalancedItem>,
  users: Users,
): readonly TerraformResource[] {
  const machines = among(references, users.get(port) ?? [], 'CloudVm');
  const holding = machines.filter((one) => references.held.get(one)?.has(port));
  if (holding.length > 0) return holding;
  return machines.filter((one) => !machines.some((other) => references.targets.get(one)?.has(other)));
}

const keysOf = ({ items }: References<BalancedItem>, resources: readonly TerraformResource[]): Set<string> =>
  new Set(resources.flatMap((one) => items.get(one)?.key ?? []));
