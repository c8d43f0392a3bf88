import type { ByteValues } from '../graph/sparse-bytes';
import type { ImpactModel } from './impact-model';
import { pathLayoutsOf } from './path-layout';
import { PathSystem, type RankOf } from './path-system';

/** The path systems of an analysis: one for every set of types that some PATH gate goes over. */
export class PathSystems {
  readonly #systems = new Map<string, PathSystem>();

  /** `chains`: which hold, as `chains` of another thread's has told. */
  constructor(context: ImpactModel, healthy: ReadonlySet<number>, chains?: ReadonlyMap<string, ByteValues>) {
    const { view } = context;
    for (const [key, layout] of pathLayoutsOf(context)) {
      this.#systems.set(key, new PathSystem({ view, layout, healthy, chains: chains?.get(key) ?? null }));
    }
  }

  /** Which chains hold, by the names of the sets of types. */
  chains(): ReadonlyMap<string, ByteValues> {
    return new Map([...this.#systems].map(([key, system]) => [key, system.chains()]));
  }

  /** The system of a set of types, named by `pathKey`. */
  of(key: string): PathSystem {
    const system = this.#systems.get(key);
    if (system === undefined) throw new Error(`no path system was prepared for ${key}`);
    return system;
  }

  /** Notes that the item has become DEGRADED or DOWN. */
  touch(item: number): void {
    for (const system of this.#systems.values()) system.touch(item);
  }

  /** Works out which chains hold; gives the items whose chains may go through what was touched, by system. */
  refresh(rank: RankOf): readonly Uint32Array[] {
    return Array.from(this.#systems.values(), (system) => system.refresh(rank));
  }

  /** Whether nothing was touched that any chain goes through. */
  get areWhole(): boolean {
    for (const system of this.#systems.values()) if (!system.isWhole) return false;
    return true;
  }

  /** The items that have lost a chain, by system. */
  lost(): readonly Uint32Array[] {
    return Array.from(this.#systems.values(), (system) => system.lost());
  }

  /** The items from which a hit item can be reached, by system. */
  cones(): readonly Uint32Array[] {
    return Array.from(this.#systems.values(), (system) => system.cone());
  }
}
