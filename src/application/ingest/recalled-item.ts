import type { ItemError } from '../../domain/errors';
import type { ItemId } from '../../domain/ids';
import type { ItemRecord } from '../../domain/ingest/ingest-record';
import type { PayloadClaims } from '../../domain/reconciliation/item-claims';
import { NO_CLAIMS, type BatchContext, type BatchItem, type HostLink } from './batch';
import { itemLabel } from './item-label';

/**
 * An item of the batch that is known, and says nothing new: nearly every one of a nightly scan. It holds little more than
 * its place, and what hardly anybody asks of it is made when somebody does.
 */
export class RecalledItem implements BatchItem {
  readonly index: number;
  readonly record: ItemRecord;
  readonly recalled: ItemId;
  readonly #context: BatchContext;

  constructor(context: BatchContext, record: ItemRecord, index: number, recalled: ItemId) {
    this.#context = context;
    this.record = record;
    this.index = index;
    this.recalled = recalled;
  }

  get label(): string {
    return itemLabel(this.#context, this.record, this.index);
  }

  get className(): string {
    return this.record.class;
  }

  get tenant(): string {
    return this.record.tenant ?? this.#context.reporter.tenant;
  }

  get observedAt(): string {
    return this.#context.observedAt;
  }

  get links(): HostLink[] {
    return [];
  }

  get errors(): ItemError[] {
    return [];
  }

  get present(): boolean {
    return true;
  }

  get id(): null {
    return null;
  }

  get nativeKey(): null {
    return null;
  }

  get payload(): PayloadClaims {
    return NO_CLAIMS;
  }

  get values(): readonly never[] {
    return NONE;
  }

  get ownKeys(): readonly never[] {
    return NONE;
  }

  get warnings(): readonly never[] {
    return NONE;
  }
}

const NONE: readonly never[] = [];
