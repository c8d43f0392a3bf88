import type { NamedItem } from '../answer/shape-basics';
import { useScene } from '../use-scene';
import { referenceInWords } from '../view/reference';
import { subjectOf, type Direction, type Mode, type View } from '../view/view';

interface Choice {
  readonly label: string;
  readonly about: string;
  readonly mode: Mode;
  readonly direction?: Direction;
}

const CHOICES: readonly Choice[] = [
  { label: 'Depends on it', about: 'What depends on it', mode: 'topology', direction: 'DEPENDENTS' },
  { label: 'It depends on', about: 'What it depends on', mode: 'topology', direction: 'DEPENDENCIES' },
  { label: 'If it fails', about: 'What breaks if it fails', mode: 'impact' },
  { label: 'Weak points', about: 'Single points of failure and pairs that take it down', mode: 'weak-points' },
  { label: 'Differences', about: 'What is not as it was at an earlier moment', mode: 'difference' },
  { label: 'Changes', about: 'What changed, change by change', mode: 'changes' },
];

export interface ModeBarProps {
  /** The moment that differences count from when none is chosen. */
  readonly before: string | null;
  readonly named: ReadonlyMap<string, NamedItem>;
}

/** Looks at the same items from another side, and says which they are: others may be chosen in the picture. */
export function ModeBar({ before, named }: ModeBarProps) {
  const { scene, dispatch, ready } = useScene();
  const { view } = scene;
  const subject = view === null ? [] : subjectOf(view);
  const possible = (mode: Mode) =>
    ready &&
    (subject.length > 0 || mode === 'changes' || mode === 'difference') &&
    (mode !== 'difference' || before !== null);
  return (
    <div className="underpin-modes" role="group" aria-label="Look at it from another side">
      {subject.length > 0 && <strong className="underpin-subject">{subjectInWords(subject, named)}</strong>}
      {CHOICES.map(({ label, about, mode, direction }) => (
        <button
          key={label}
          type="button"
          aria-pressed={isShown(view, mode, direction)}
          disabled={!possible(mode)}
          title={
            possible(mode)
              ? about
              : `${about}: ${mode === 'difference' ? 'nothing has changed since it was stored' : 'find an item first'}`
          }
          onClick={() =>
            dispatch({
              type: 'mode',
              mode,
              ...(direction === undefined ? {} : { direction }),
              ...(before === null ? {} : { since: view?.at ?? before }),
            })
          }
        >
          {label}
        </button>
      ))}
    </div>
  );
}

function isShown(view: View | null, mode: Mode, direction: Direction | undefined): boolean {
  return view?.mode === mode && (direction === undefined || view.direction === direction);
}

const NAMED_MAX = 2;

function subjectInWords(references: readonly string[], named: ReadonlyMap<string, NamedItem>): string {
  const names = references
    .slice(0, NAMED_MAX)
    .map((reference) => named.get(reference)?.name ?? referenceInWords(reference));
  const more = references.length > NAMED_MAX ? ` and ${references.length - NAMED_MAX} more` : '';
  return `${names.join(', ')}${more}:`;
}
