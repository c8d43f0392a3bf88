import type { DifferenceKind, Drawing } from './drawing';

/** What is said of a relationship beside its ends. */
export interface DependencyFacts {
  readonly type: string | null;
  readonly soft: boolean;
  /** Which way a failure goes, as the type says; null where nobody asked. */
  readonly propagation: string | null;
  readonly difference?: DifferenceKind | null;
}

/** Nearly every type points from the dependent to what it needs; `propagation` tells the others. */
export function drawDependency(drawing: Drawing, ends: readonly [string, string], facts: DependencyFacts): void {
  const [source, target] = ends;
  const { type, soft, propagation, difference = null } = facts;
  const [dependent, provider] = propagation === 'SOURCE_TO_TARGET' ? [target, source] : [source, target];
  drawing.arc(dependent, provider, {
    label: type,
    soft,
    direction: propagation === 'BOTH' ? 'both' : propagation === 'NONE' ? 'none' : 'one-way',
    difference,
  });
}
