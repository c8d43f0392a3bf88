import { useState } from 'react';
import type { NamedItem, WeakPoints } from '../answer/shape-basics';
import { count } from '../counts';
import { ShowMore } from '../show-more';
import { useScene } from '../use-scene';

const SETS_SHOWN = 200;

/** What takes the target down; a click takes the members of a set as failed, and a second one takes it back. */
export function SetList({ weakPoints }: { readonly weakPoints: WeakPoints }) {
  const { sets, sharedFates, reason, target } = weakPoints;
  const singles = sets.filter((set) => set.length === 1);
  const larger = sets.filter((set) => set.length > 1);
  return (
    <section className="underpin-details underpin-sets" aria-labelledby="underpin-sets-title">
      <h3 id="underpin-sets-title">What takes {target?.name ?? 'it'} down</h3>
      <p className="underpin-quiet">A click marks the items of a set as failed and shows what that breaks.</p>
      {reason !== null && <p>{reason}</p>}
      <Sets title={`By itself (${count(singles.length)})`} sets={singles} />
      <Sets title={`Only together (${count(larger.length)})`} sets={larger} />
      {sharedFates.length > 0 && (
        <>
          <h4>Redundancy that shares something ({count(sharedFates.length)})</h4>
          <ul>
            {sharedFates.map((words, at) => (
              <li key={words + String(at)}>{words}</li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

function Sets({ title, sets }: { readonly title: string; readonly sets: readonly (readonly NamedItem[])[] }) {
  const { scene, dispatch } = useScene();
  const [shown, setShown] = useState(SETS_SHOWN);
  if (sets.length === 0) return null;
  const failed = new Set(scene.view?.failed ?? []);
  const isFailed = (set: readonly NamedItem[]) => set.length === failed.size && set.every(({ id }) => failed.has(id));
  return (
    <>
      <h4>{title}</h4>
      <ul className="underpin-chips">
        {sets.slice(0, shown).map((set) => (
          <li key={set.map(({ id }) => id).join(' ')}>
            <button
              type="button"
              className="underpin-chip"
              aria-pressed={isFailed(set)}
              title={set.map(({ name, className }) => `${name} (${className})`).join(' + ')}
              onClick={() => dispatch({ type: 'fail', items: isFailed(set) ? [] : set.map(({ id }) => id) })}
            >
              {set.map(({ name }) => name).join(' + ')}
            </button>
          </li>
        ))}
      </ul>
      <ShowMore left={sets.length - shown} next={SETS_SHOWN} onMore={() => setShown(shown + SETS_SHOWN)} />
    </>
  );
}
