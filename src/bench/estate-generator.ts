import type { Gate } from '../domain/gate';

/*
 * A made-up enterprise: services over components over applications in five tiers over instances over virtual machines
 * over hosts over racks, switches and data centres, with databases, volumes, arrays and shared infrastructure whose
 * fan-in follows a power law. "source depends on target"; four relationships an item, one in ten of them ended, and one
 * item in two hundred in a cycle, because a real inventory is no tree. The same size gives the same estate everywhere.
 */

/** Relationships as columns; position n of each belongs to relationship n, whose id is n + 1. */
export interface Estate {
  /** Class name by item id; position 0 is no item. */
  readonly classes: readonly string[];
  readonly source: Uint32Array;
  readonly target: Uint32Array;
  /** Positions in ESTATE_TYPES. */
  readonly type: Uint8Array;
  /** Revision from which it holds. */
  readonly from: Uint32Array;
  /** Revision at which it ended; 0 while it holds. */
  readonly to: Uint32Array;
}

/** Whether an item defines a gate of its own, which its balanced relationships join: every other instance of a service. */
export const hasGate = ({ classes }: Estate, item: number): boolean =>
  classes[item] === 'ServiceInstance' && item % 2 === 0;

/** That gate. */
export const POOL_GATE: Gate = {
  key: 'pool',
  rule: 'ANY',
  value: null,
  types: null,
  degradedBelow: null,
  strength: 'HARD',
  parent: null,
};

/** The gates of its source that a relationship joins by name, by its place. */
export function gateKeysOf(estate: Estate, place: number): readonly string[] {
  const isPooled =
    ESTATE_TYPES[estate.type[place] ?? 0] === 'BALANCES_TO' && hasGate(estate, estate.source[place] ?? 0);
  return isPooled ? [POOL_GATE.key] : [];
}

/** The relationship types that occur. */
export const ESTATE_TYPES = [
  'LOCATED_IN',
  'POWERED_BY',
  'UPLINKS_TO',
  'PART_OF',
  'STORED_ON',
  'VIRTUALIZED_BY',
  'RUNS_ON',
  'READS_FROM',
  'DEPENDS_ON',
  'BALANCES_TO',
  'CALLS',
  'CONSUMES',
] as const;
type EstateType = (typeof ESTATE_TYPES)[number];

/** The last revision of every estate. */
export const ESTATE_REVISIONS = 100;

const RELATIONSHIPS_PER_ITEM = 4;
/** Most of an inventory is older than anybody asks about. */
const OLD_SHARE = 0.8;
const ENDED_SHARE = 0.1;
/** Two items for each such pair of calls. */
const CYCLE_SHARE = 0.0025;

/** Items of one kind: how many of all, and what each of them needs, how often. */
interface Layer {
  readonly name: string;
  readonly className: string;
  readonly share: number;
  readonly needs: readonly (readonly [EstateType, string, number])[];
}

const TIERS = [1, 2, 3, 4, 5];

const LAYERS: readonly Layer[] = [
  { name: 'site', className: 'DataCenter', share: 0.00002, needs: [] },
  { name: 'power', className: 'PowerSource', share: 0.004, needs: [['LOCATED_IN', 'site', 1]] },
  {
    name: 'rack',
    className: 'Rack',
    share: 0.004,
    needs: [
      ['LOCATED_IN', 'site', 1],
      ['POWERED_BY', 'power', 2],
    ],
  },
  { name: 'core', className: 'Router', share: 0.0001, needs: [['LOCATED_IN', 'rack', 1]] },
  {
    name: 'switch',
    className: 'Switch',
    share: 0.004,
    needs: [
      ['LOCATED_IN', 'rack', 1],
      ['UPLINKS_TO', 'core', 2],
    ],
  },
  { name: 'array', className: 'StorageArray', share: 0.0005, needs: [['LOCATED_IN', 'rack', 1]] },
  {
    name: 'host',
    className: 'Hypervisor',
    share: 0.04,
    needs: [
      ['LOCATED_IN', 'rack', 1],
      ['UPLINKS_TO', 'switch', 2],
    ],
  },
  { name: 'volume', className: 'StorageVolume', share: 0.12, needs: [['PART_OF', 'array', 1]] },
  {
    name: 'vm',
    className: 'VirtualMachine',
    share: 0.25,
    needs: [
      ['VIRTUALIZED_BY', 'host', 1],
      ['STORED_ON', 'volume', 1],
    ],
  },
  { name: 'infrastructure', className: 'TechnicalService', share: 0.0002, needs: [['RUNS_ON', 'vm', 2]] },
  { name: 'database', className: 'DatabaseInstance', share: 0.02, needs: [['RUNS_ON', 'vm', 1]] },
  {
    name: 'instance',
    className: 'GenericApplication',
    share: 0.4,
    needs: [
      ['RUNS_ON', 'vm', 1],
      ['READS_FROM', 'database', 2],
    ],
  },
  ...TIERS.map((tier): Layer => ({
    name: `tier ${tier}`,
    className: 'ServiceInstance',
    share: 0.025,
    needs: [['BALANCES_TO', 'instance', 3], ...(tier === 1 ? [] : [['CALLS', `tier ${tier - 1}`, 2] as const])],
  })),
  { name: 'component', className: 'ServiceInstance', share: 0.027, needs: [['DEPENDS_ON', 'tier 5', 2]] },
  { name: 'service', className: 'BusinessService', share: 0.005, needs: [['CONSUMES', 'component', 3]] },
];

/** Generates an estate of about `itemCount` items and exactly four times as many relationships as it has items. */
export function generateEstate(itemCount: number): Estate {
  return new EstateBuilder(itemCount).build();
}

class EstateBuilder {
  readonly #classes: string[] = [''];
  /** Layer -> its first id and its size. */
  readonly #layers = new Map<string, { readonly first: number; readonly size: number }>();
  readonly #random = mulberry32(20_261_122);
  readonly #known = new Set<number>();
  readonly #columns: Estate;
  #count = 0;

  constructor(itemCount: number) {
    for (const { name, className, share } of LAYERS) {
      const size = Math.max(2, Math.round(itemCount * share));
      this.#layers.set(name, { first: this.#classes.length, size });
      for (let i = 0; i < size; i++) this.#classes.push(className);
    }
    const relationships = (this.#classes.length - 1) * RELATIONSHIPS_PER_ITEM;
    this.#columns = {
      classes: this.#classes,
      source: new Uint32Array(relationships),
      target: new Uint32Array(relationships),
      type: new Uint8Array(relationships),
      from: new Uint32Array(relationships),
      to: new Uint32Array(relationships),
    };
  }

  build(): Estate {
    for (const { name, needs } of LAYERS) {
      for (const item of this.#itemsOf(name)) {
        for (const [type, layer, times] of needs)
          for (let i = 0; i < times; i++) this.#relate(item, type, this.#any(layer));
      }
    }
    this.#addCycles();
    while (this.#count < this.#columns.source.length) this.#relate(this.#any('instance'), 'DEPENDS_ON', this.#shared());
    return this.#columns;
  }

  /** Some calls are answered by calls the other way. */
  #addCycles(): void {
    const pairs = Math.round(this.#classes.length * CYCLE_SHARE);
    for (let i = 0; i < pairs; i++) {
      const [one, other] = [this.#any('tier 4'), this.#any('tier 3')];
      this.#relate(one, 'CALLS', other);
      this.#relate(other, 'CALLS', one);
    }
  }

  #relate(source: number, type: EstateType, target: number): void {
    const place = this.#count;
    const code = ESTATE_TYPES.indexOf(type);
    const key = (source * ESTATE_TYPES.length + code) * this.#classes.length + target;
    if (place === this.#columns.source.length || this.#known.has(key)) return;
    this.#known.add(key);
    const from = this.#random() < OLD_SHARE ? 1 : 1 + Math.floor(this.#random() * (ESTATE_REVISIONS - 2));
    const ended = this.#random() < ENDED_SHARE;
    this.#columns.source[place] = source;
    this.#columns.target[place] = target;
    this.#columns.type[place] = code;
    this.#columns.from[place] = from;
    this.#columns.to[place] = ended ? from + 1 + Math.floor(this.#random() * (ESTATE_REVISIONS - from - 1)) : 0;
    this.#count = place + 1;
  }

  *#itemsOf(layer: string): Generator<number> {
    const { first, size } = this.#layer(layer);
    for (let item = first; item < first + size; item++) yield item;
  }

  #any(layer: string): number {
    const { first, size } = this.#layer(layer);
    return first + Math.floor(this.#random() * size);
  }

  /** Something many depend on: infrastructure, then databases and other instances; the first ones by far the most often. */
  #shared(): number {
    const infrastructure = this.#random() < 0.2;
    const { first, size } = this.#layer(infrastructure ? 'infrastructure' : 'database');
    return first + Math.min(size - 1, Math.floor(size * this.#random() ** (infrastructure ? 4 : 1.7)));
  }

  #layer(name: string): { readonly first: number; readonly size: number } {
    const layer = this.#layers.get(name);
    if (layer === undefined) throw new Error(`the estate has no layer ${name}`);
    return layer;
  }
}

/** A small generator of numbers from 0 to 1 (mulberry32): `Math.random` cannot be seeded. */
function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
