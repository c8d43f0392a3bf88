import type { Application } from '../application';

/** What tasks of the sweeper may need of the application. */
export interface Sweeping extends Pick<Application, 'database' | 'writes' | 'models' | 'clock' | 'newId'> {
  /** How long an item stays absent before it is retired, where its data sources say nothing. */
  readonly absentGraceHours?: number;
  /** History of whole months that ended more than so many days ago is dropped; null: all is kept. */
  readonly historyDays?: number | null;
}
