import type { KeyedRelationship } from '../record-collector';
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
}

/** Leads requests from a load balancer to a pool. */
const LISTENER = /_(listener|listener_v2|listener_rule|l7policy_v2)$/;
/** Puts a machine into a pool. */
const MEMBERSHIP = /_(target_group_attachment|lb_member_v2|lb_members_v2|backend_address_pool_association)$/;
/** What a machine is reached by; it refers to that, not the other way round. */
const PORT = /_(network_interface|networking_port_v2)$/;

/**
 * What load balancers, pools and machines are to each other, which other resources say: a pool is a part of the load
 * balancer whose listeners lead to it, and both spread their requests over the machines that are put into it.
 */
export function* balancing(references: References<BalancedItem>): Generator<KeyedRelationship> {
  const users = usersOf(references);
  const balancers = balancersOfPools(references, users);
  const machines = machinesOfPools(references, users);
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
  for (const [from, all] of targets) for (const to of all) users.set(to, [...(users.get(to) ?? []), from]);
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

function balancersOfPools(references: References<BalancedItem>, users: Users): KeysByPool {
  const { targets } = references;
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
    const members = memberships.flatMap((one) => [...(references.targets.get(one) ?? [])]);
    const behindPorts = members.filter(({ type }) => PORT.test(type)).flatMap((port) => users.get(port) ?? []);
    const direct = references.targets.get(pool) ?? [];
    found.set(pool, keysOf(references, among(references, [...direct, ...members, ...behindPorts], 'CloudVm')));
  }
  return found;
}

const keysOf = ({ items }: References<BalancedItem>, resources: readonly TerraformResource[]): Set<string> =>
  new Set(resources.flatMap((one) => items.get(one)?.key ?? []));
