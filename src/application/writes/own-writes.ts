import type { ChangeSet } from '../../domain/history/change';
import { planSize, type ChangePlan } from '../../storage/change-sets/change-plan';
import type { KnownChangeSet } from '../../storage/change-sets/revision-head';
import { TouchedByPlan } from './touched-by-plan';

/** What plans may have moved under each other, kept of so many rows. */
const ROWS_MAX = 20_000;

/** One of this server's last writes. */
interface OwnWrite {
  readonly changeSet: KnownChangeSet;
  readonly plan: ChangePlan;
  readonly touched: TouchedByPlan;
}

/**
 * The newest change sets, while all of them are this server's own: what they touched is known, so that a plan which was
 * made since one of them need not be held against the tables once more, under the lock for which everybody waits.
 */
export class OwnWrites {
  #writes: OwnWrite[] = [];
  #rows = 0;

  /** The newest change set of this server; null when others have written since, or may have. */
  get last(): KnownChangeSet | null {
    return this.#writes.at(-1)?.changeSet ?? null;
  }

  /** Takes note of a change set that is committed. */
  add({ revision, at, id }: ChangeSet, plan: ChangePlan): void {
    const { last } = this;
    if (last && last.revision + 1 !== revision) this.forget();
    // The result that a key is to be answered with holds on to all of its call.
    const kept = { ...plan, idempotency: null };
    this.#writes.push({ changeSet: { revision, at, id }, plan: kept, touched: new TouchedByPlan(kept) });
    this.#rows += planSize(plan);
    while (this.#rows > ROWS_MAX && this.#writes.length > 1) {
      const [oldest] = this.#writes.splice(0, 1);
      this.#rows -= oldest ? planSize(oldest.plan) : 0;
    }
  }

  /** Somebody else has written, or it is not known what was. */
  forget(): void {
    this.#writes = [];
    this.#rows = 0;
  }

  /**
   * Whether a plan certainly still holds that was read when `since` had been written, when the newest change set is
   * {@link last}. False says nothing. Known by its id: after a failover, another change set may have its revision.
   */
  leaveStanding({ expects }: ChangePlan, since: KnownChangeSet | null): boolean {
    if (!since || !this.#writes.some(({ changeSet }) => changeSet.id === since.id)) return false;
    return this.#writes.every((write) =>
      write.changeSet.revision <= since.revision ? !outdates(write, expects) : !write.touched.meets(expects),
    );
  }
}

/** Whether a model was written after the one that a plan was made under. */
const outdates = ({ changeSet, plan }: OwnWrite, { model }: ChangePlan['expects']): boolean =>
  plan.model !== null && model !== null && changeSet.revision > model;
