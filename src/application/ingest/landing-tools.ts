import type { Application } from '../application';

/** What landing a batch needs of the application. */
export type Landing = Pick<Application, 'database' | 'writes' | 'models' | 'clock' | 'newId'> &
  Partial<Pick<Application, 'memory' | 'outcomes' | 'activity'>>;
