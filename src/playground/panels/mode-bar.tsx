import { useScene } from '../use-scene';
import type { Direction, Mode, View } from '../view/view';

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

/** Looks at the same items from another side. `before` is the moment that differences count from when none is chosen. */
export function ModeBar({ before }: { readonly before: string | null }) {
  const { scene, dispatch, ready } = useScene();
  const { view } = scene;
  const subject = view !== null && (view.roots.length > 0 || view.failed.length > 0);
  const possible = (mode: Mode) =>
    ready && (subject || mode === 'changes' || mode === 'difference') && (mode !== 'difference' || before !== null);
  return (
    <div className="underpin-modes" role="group" aria-label="Look at it from another side">
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
