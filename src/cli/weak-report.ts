import type { ShownItem } from './impact-answer';
import { SHOWN_ITEM } from './impact-answer';
import { CRITICALITY, itemColumns } from './item-columns';
import { painted, type Screen } from './screen';
import { tableLines, type Column } from './table';
import { plainText } from './text-width';

interface Named {
  readonly name: string;
  readonly class: { readonly name: string };
}

/** What `underpin weak <service>` asks for. */
export interface CutSets {
  readonly revision: number;
  readonly counts: readonly { readonly order: number; readonly count: string; readonly complete: boolean }[];
  readonly sets: {
    readonly totalCount: string;
    readonly nodes: readonly {
      readonly order: number;
      readonly probability: number | null;
      readonly configurationItems: readonly (Named | null)[];
    }[];
  };
  readonly sharedFate: readonly {
    readonly configurationItem: Named | null;
    readonly gateKey: string;
    readonly provider: Named | null;
    readonly members: readonly (Named | null)[];
    readonly memberCount: number;
    readonly failsGate: boolean;
  }[];
  readonly coverage: {
    readonly complete: boolean;
    readonly exactToOrder: number | null;
    readonly reason: string | null;
  };
}

/** What `underpin weak` asks for. */
export interface SinglePoints {
  readonly revision: number;
  readonly totalCount: number;
  readonly nodes: readonly {
    readonly configurationItem: ShownItem | null;
    readonly serviceCount: number;
    readonly services: { readonly nodes: readonly Named[] };
  }[];
}

const NAMED = 'id name class { name }';

export const WEAK_QUERY = `query Weak($target: ConfigurationItemRef!, $maxOrder: Int, $first: Int!, $at: Moment) {
  cutSets(target: $target, maxOrder: $maxOrder, at: $at) {
    revision counts { order count complete }
    sets(first: $first) { totalCount nodes { order probability configurationItems { ${NAMED} } } }
    sharedFate(first: $first) { configurationItem { ${NAMED} } gateKey provider { ${NAMED} } members { ${NAMED} } memberCount failsGate }
    coverage { complete exactToOrder reason } } }`;

export const ESTATE_QUERY = `query Weak($first: Int!, $at: Moment) {
  singlePointsOfFailure(first: $first, at: $at) {
    revision totalCount nodes { configurationItem { ${SHOWN_ITEM} } serviceCount services(first: 5) { nodes { name class { name } } } } } }`;

type Set = CutSets['sets']['nodes'][number];
type Fate = CutSets['sharedFate'][number];
type Point = SinglePoints['nodes'][number];

const called = (item: Named | null): string => (item === null ? '(hidden)' : `${item.name} (${item.class.name})`);

const SET_COLUMNS: readonly Column<Set>[] = [
  {
    title: 'ORDER',
    text: ({ order }) => String(order),
    right: true,
    paint: ({ order }) => (order === 1 ? 'red' : null),
  },
  { title: 'PROBABILITY', text: ({ probability }) => probability?.toPrecision(3) ?? null, right: true },
  { title: 'IF THESE FAIL TOGETHER', text: ({ configurationItems }) => configurationItems.map(called).join(' + ') },
];
const FATE_COLUMNS: readonly Column<Fate>[] = [
  { title: 'REDUNDANCY OF', text: ({ configurationItem }) => called(configurationItem) },
  { title: 'GATE', text: ({ gateKey }) => gateKey },
  {
    title: 'SHARES',
    text: ({ provider }) => called(provider),
    paint: ({ failsGate }) => (failsGate ? 'red' : 'yellow'),
  },
  { title: 'MEMBERS', text: ({ members, memberCount }) => `${members.length} of ${memberCount}`, right: true },
  { title: 'EFFECT', text: ({ failsGate }) => (failsGate ? 'takes the gate down' : 'weakens the gate') },
];
const POINT_COLUMNS: readonly Column<Point>[] = [
  { title: 'SERVICES', text: ({ serviceCount }) => String(serviceCount), right: true },
  ...itemColumns<Point>('ITEM'),
  CRITICALITY,
  {
    title: 'TAKES DOWN',
    text: ({ services, serviceCount }) =>
      services.nodes.map(({ name }) => name).join(', ') + (serviceCount > services.nodes.length ? ', …' : ''),
  },
];

/** What takes one item down, for people. */
export function weakLines(name: string, cutSets: CutSets, screen: Screen): readonly string[] {
  const { counts, sets, sharedFate, coverage, revision } = cutSets;
  const words = counts.map(({ order, count, complete }) => `${complete ? '' : 'at least '}${count} of ${order}`);
  const more = Number(sets.totalCount) - sets.nodes.length;
  return [
    words.length === 0
      ? `${plainText(name)}: nothing was found that takes it down (revision ${revision}).`
      : `${plainText(name)} goes down with ${sets.totalCount} sets of items: ${words.join(', ')} (revision ${revision})`,
    ...(sets.nodes.length === 0 ? [] : ['', ...tableLines(SET_COLUMNS, sets.nodes, screen)]),
    ...(more > 0 ? [`… and ${more} more; see --limit and --order`] : []),
    ...(sharedFate.length === 0
      ? []
      : [
          '',
          painted(screen, 'Redundancy that is not what it seems', 'cyan'),
          ...tableLines(FATE_COLUMNS, sharedFate, screen),
        ]),
    ...(coverage.complete ? [] : ['', coverageLine(coverage)]),
  ];
}

function coverageLine({ reason, exactToOrder }: CutSets['coverage']): string {
  const known = exactToOrder === null ? '' : ` Sets of up to ${exactToOrder} items are all known.`;
  return `Not everything was found${reason === null ? '' : `: ${plainText(reason)}`}.${known}`.replace('..', '.');
}

/** What takes services down by itself, for people. */
export function estateLines({ revision, totalCount, nodes }: SinglePoints, screen: Screen): readonly string[] {
  if (totalCount === 0) return [`No item takes a service down by itself (revision ${revision}).`];
  const more = totalCount - nodes.length;
  return [
    `${totalCount} items take services down by themselves (revision ${revision})`,
    ...tableLines(POINT_COLUMNS, nodes, screen),
    ...(more > 0 ? [`… and ${more} more; see --limit`] : []),
  ];
}
