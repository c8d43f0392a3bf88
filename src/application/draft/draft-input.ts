import type { Criticality, LifecycleStage } from '../../domain/configuration-item';
import type { GateInput } from '../../domain/ingest/ingest-record';
import type { Strength } from '../../domain/gate';
import type { ItemReference } from '../references/item-reference';

type Optional<T> = T | null | undefined;

/** An item that is not there, under a name of the draft. */
export interface DraftItem {
  readonly ref: string;
  readonly class: string;
  readonly name?: Optional<string>;
  readonly lifecycle?: Optional<LifecycleStage>;
  readonly criticality?: Optional<Criticality>;
  readonly environment?: Optional<string>;
  readonly canFail?: Optional<boolean>;
  readonly gates?: Optional<readonly GateInput[]>;
}

/** An item of the draft by its name there, or a stored one. */
export interface DraftEnd extends ItemReference {
  readonly ref?: Optional<string>;
}

/** A relationship that is not there. */
export interface DraftRelationship {
  readonly type: string;
  readonly source: DraftEnd;
  readonly target: DraftEnd;
  readonly strength?: Optional<Strength>;
  readonly gateKeys?: Optional<readonly string[]>;
  readonly weight?: Optional<number>;
}

/** Gates of an item: those given replace those of the same key. */
export interface DraftGates {
  readonly configurationItem: DraftEnd;
  readonly gates?: Optional<readonly GateInput[]>;
  /** Keys of gates that it would not define. */
  readonly remove?: Optional<readonly string[]>;
}

/** What would be different. */
export interface DraftInput {
  readonly addConfigurationItems?: Optional<readonly DraftItem[]>;
  readonly removeConfigurationItems?: Optional<readonly ItemReference[]>;
  readonly addRelationships?: Optional<readonly DraftRelationship[]>;
  /** Global ids. */
  readonly removeRelationships?: Optional<readonly string[]>;
  readonly setGates?: Optional<readonly DraftGates[]>;
  /** Global ids of recorded outages that would be over. */
  readonly closeOutages?: Optional<readonly string[]>;
}

/** A draft is small: so many changes at most. */
export const DRAFT_SIZE_MAX = 1_000;

/** How many changes a draft has. */
export const draftSize = (draft: DraftInput): number =>
  [
    draft.addConfigurationItems,
    draft.removeConfigurationItems,
    draft.addRelationships,
    draft.removeRelationships,
    draft.setGates,
    draft.closeOutages,
  ].reduce((sum, list) => sum + (list?.length ?? 0), 0);
