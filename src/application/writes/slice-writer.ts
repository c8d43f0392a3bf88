import type { ChangeSet } from '../../domain/history/change';
import { DomainError } from '../../domain/errors';
import type { Revision } from '../../domain/ids';
import type { ClassModel } from '../../domain/class-model/resolved-class-model';
import { ROWS_PER_LOCK_HOLD } from '../../storage/change-sets/change-plan';
import type { Executor } from '../../storage/database';
import type { Application } from '../application';
import type { PlanBuilder } from '../ingest/plan-builder';
import type { PlanHeader } from '../../storage/change-sets/change-plan';

/** What a slice is planned with. Reads only; it may be asked again under the lock. */
export interface SlicePlanner<T> {
  plan(reader: Executor, model: ClassModel, things: readonly T[]): Promise<PlanBuilder>;
}

/** A slice turned out to be larger than one change set may be. */
class SliceTooLarge extends Error {}

/**
 * Writes one operation slice by slice, each as a change set of its own: any number of things, at most 5,000 rows in one
 * hold of the head lock. What a slice was planned from is checked under the lock like every other write.
 */
export class SliceWriter {
  readonly changeSets: ChangeSet[] = [];
  readonly #app: Pick<Application, 'writes' | 'models'>;
  readonly #header: PlanHeader;
  #revision: Revision | null = null;

  constructor(app: Pick<Application, 'writes' | 'models'>, header: PlanHeader) {
    this.#app = app;
    this.#header = header;
  }

  /** Of the last slice that was written; null before. */
  get revision(): Revision | null {
    return this.#revision;
  }

  /** Writes what the planner makes of some things; cut in two where that is too much for one change set. */
  async write<T>(things: readonly T[], planner: SlicePlanner<T>): Promise<void> {
    if (things.length === 0) return;
    try {
      await this.#writeOne(things, planner);
    } catch (error) {
      if (!(error instanceof SliceTooLarge)) throw error;
      const middle = Math.ceil(things.length / 2);
      if (middle === things.length) throw tooLarge();
      await this.write(things.slice(0, middle), planner);
      await this.write(things.slice(middle), planner);
    }
  }

  async #writeOne<T>(things: readonly T[], planner: SlicePlanner<T>): Promise<void> {
    const { models, writes } = this.#app;
    const written = await writes.submit({
      prepare: async (reader) => {
        const { model, revision } = await models.latest(reader);
        const plan = await planner.plan(reader, model, things);
        const size = plan.size();
        if (size > ROWS_PER_LOCK_HOLD) throw new SliceTooLarge();
        return size === 0 ? null : plan.toPlan(this.#header, revision, null);
      },
    });
    if (!written.changeSet) return;
    this.changeSets.push(written.changeSet);
    this.#revision = written.revision;
  }
}

const tooLarge = (): DomainError =>
  new DomainError(
    'TOO_LARGE',
    `One item moves more than ${ROWS_PER_LOCK_HOLD} rows, which is more than one change set may hold. End some of its relationships first.`,
  );
