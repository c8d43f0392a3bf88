import type { ItemId, RelationshipId } from '../../domain/ids';

/** REVERTED: as if the operation had never been. PARTLY_REVERTED, KEPT: others wrote some or all of it anew since. */
export const REVERT_OUTCOMES = ['REVERTED', 'PARTLY_REVERTED', 'KEPT'] as const;
export type RevertOutcome = (typeof REVERT_OUTCOMES)[number];

/** What undoing an operation did to one item or relationship. */
export interface RevertedThing {
  readonly entity: 'CONFIGURATION_ITEM' | 'RELATIONSHIP';
  readonly itemId: ItemId | null;
  readonly relationshipId: RelationshipId | null;
  readonly outcome: RevertOutcome;
  /** What others wrote on top and stays, as paths; sorted. */
  readonly kept: readonly string[];
  /** Why something of it stays, for people; null when nothing does. */
  readonly because: string | null;
}

/** Collects what became of each thing; a slice that is planned again overwrites what it said before. */
export class RevertReport {
  readonly #things = new Map<string, RevertedThing>();

  /** `wrote`: something of it was undone. Without that, and with nothing kept, it needed no undoing. */
  note(
    thing: Pick<RevertedThing, 'entity' | 'itemId' | 'relationshipId'>,
    { wrote, kept, because }: { readonly wrote: boolean; readonly kept: readonly string[]; readonly because?: string },
  ): void {
    const key = `${thing.entity} ${thing.itemId ?? thing.relationshipId}`;
    const stays = kept.length > 0 || because !== undefined;
    if (!wrote && !stays) {
      this.#things.delete(key);
      return;
    }
    const outcome = stays ? (wrote ? 'PARTLY_REVERTED' : 'KEPT') : 'REVERTED';
    this.#things.set(key, { ...thing, outcome, kept, because: because ?? (stays ? WRITTEN_SINCE : null) });
  }

  /** Items first, each in the order of their ids. */
  things(): readonly RevertedThing[] {
    const id = (one: RevertedThing): number => one.itemId ?? one.relationshipId ?? 0;
    return [...this.#things.values()].sort((a, b) =>
      a.entity < b.entity ? -1 : a.entity > b.entity ? 1 : id(a) - id(b),
    );
  }
}

const WRITTEN_SINCE = 'Others wrote this anew since.';
