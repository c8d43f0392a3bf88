import { CRITICALITIES, LIFECYCLE_STAGES, type Criticality, type LifecycleStage } from '../domain/configuration-item';
import { STRENGTHS, type Strength } from '../domain/gate';

const isOneOf =
  <Word extends string>(words: readonly Word[]) =>
  (value: unknown): value is Word =>
    words.some((word) => word === value);

// A word outside a closed set would make a server refuse the whole request, so importers check these themselves.
export const isStrength = isOneOf<Strength>(STRENGTHS);
export const isCriticality = isOneOf<Criticality>(CRITICALITIES);
export const isLifecycle = isOneOf<LifecycleStage>(LIFECYCLE_STAGES);
