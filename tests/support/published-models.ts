import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Gate } from '../../src/domain/gate';
import { itemFacts, relationshipFacts, smallModel } from './small-model';
import type { NaiveWorld } from './naive-impact';
import { gate } from './gates';

const FIXTURES = join(__dirname, '..', 'fixtures');

/** A fault tree written as items: an item holds while `minUp` of its group's members are up. */
interface FaultTree {
  readonly service: string;
  readonly cis: readonly { readonly id: string; readonly canFail: boolean; readonly p?: number }[];
  readonly groups: readonly { readonly ci: string; readonly members: readonly string[]; readonly minUp: number }[];
}

export interface Expected {
  readonly mcs: number;
  /** From order 1. */
  readonly by_order: readonly number[];
  readonly p_top: number;
  readonly spof: readonly string[];
}

export interface PublishedWorld {
  readonly world: NaiveWorld;
  readonly target: number;
  /** By item. */
  readonly names: readonly string[];
  readonly probabilities: readonly number[];
}

const read = (path: string): unknown => JSON.parse(readFileSync(join(FIXTURES, path), 'utf8'));

export const expectedCutSets = (): Readonly<Record<string, Expected>> =>
  read('fault-trees/expected.json') as Record<string, Expected>;

/** The fault tree as a world of items that NEED their group's members under a gate. */
export function faultTreeWorld(name: string): PublishedWorld {
  const { service, cis, groups } = read(`fault-trees/${name}.json`) as FaultTree;
  const numbers = new Map(cis.map(({ id }, place) => [id, place + 1]));
  const number = (id: string): number => numbers.get(id) ?? 0;
  const gates = new Map(groups.map(({ ci, minUp }) => [ci, atLeast(minUp)]));
  const ends = groups.flatMap(({ ci, members }) => members.map((member) => [number(ci), number(member)] as const));
  return {
    world: {
      items: new Map(
        cis.map(({ id, canFail }) => {
          const gate = gates.get(id);
          return [number(id), itemFacts(number(id), { canFail, gates: gate ? [gate] : [] })];
        }),
      ),
      relationships: ends.map(([source, target], place) =>
        relationshipFacts(place + 1, source, 'NEEDS', target, { gateKeys: ['group'] }),
      ),
      model: smallModel(),
    },
    target: number(service),
    names: ['', ...cis.map(({ id }) => id)],
    probabilities: [Number.NaN, ...cis.map(({ p }) => p ?? Number.NaN)],
  };
}

const atLeast = (value: number): Gate => gate('group', 'AT_LEAST', { value });

/** A network with facts about it that a graph library found. */
export interface Network {
  readonly nodes: readonly { readonly id: string }[];
  readonly edges: readonly (readonly [string, string])[];
  readonly root: string;
  readonly immediate_dominator_from_root: Readonly<Record<string, string>>;
  readonly nodes_cut_off_from_root_if_lost: Readonly<Record<string, number>>;
}

export const networks = (): Readonly<Record<string, Network>> =>
  read('topology-zoo/networks.json') as Record<string, Network>;
