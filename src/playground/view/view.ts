export const MODES = ['topology', 'impact', 'weak-points', 'difference', 'changes'] as const;
export type Mode = (typeof MODES)[number];

export const DIRECTIONS = ['DEPENDENTS', 'DEPENDENCIES'] as const;
export type Direction = (typeof DIRECTIONS)[number];

/**
 * What the pane is asked to show. Every view is one query of the API (`questionOf`), and what that query answers is the
 * picture. Items are references as text (`referenceOf`), moments revisions or times as text (`momentOf`).
 */
export interface View {
  readonly mode: Mode;
  readonly direction: Direction;
  /** What it is about: where a topology starts, what may go down, within which an impact is shown. */
  readonly roots: readonly string[];
  /** What is taken as failed. */
  readonly failed: readonly string[];
  /** The past moment that is looked at, or compared with in a difference; null is the present. */
  readonly at: string | null;
  /** The cursor behind which a page of changes begins. */
  readonly after: string | null;
}

export const BLANK_VIEW: View = {
  mode: 'topology',
  direction: 'DEPENDENTS',
  roots: [],
  failed: [],
  at: null,
  after: null,
};

/** What a view is about: what it starts from, else what has failed. */
export const subjectOf = ({ roots, failed }: View): readonly string[] => (roots.length > 0 ? roots : failed);

/** The view without what its mode does not look at: two views that ask the same are equal. */
export function normalView({ mode, direction, roots, failed, at, after }: View): View {
  switch (mode) {
    case 'topology':
      return { ...BLANK_VIEW, mode, direction, roots, at };
    case 'impact':
      return { ...BLANK_VIEW, mode, direction: roots.length === 0 ? 'DEPENDENTS' : direction, roots, failed, at };
    case 'weak-points': {
      const target = roots.slice(0, 1);
      return { ...BLANK_VIEW, mode, direction: 'DEPENDENCIES', roots: target, failed, at };
    }
    case 'difference':
      return { ...BLANK_VIEW, mode, direction: roots.length === 0 ? 'DEPENDENTS' : direction, roots, at: at ?? '0' };
    case 'changes':
      return { ...BLANK_VIEW, mode, roots, at, after };
  }
}
