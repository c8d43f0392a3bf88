import { useEffect, useState } from 'react';
import { useScene } from '../use-scene';
import { positionAt, positionsOf, type Timeline } from './timeline';

/** Dragging passes many moments: only where it rests is asked for. */
const REST_MS = 220;
/** More ticks than this are a grey bar. */
const TICKS_MAX = 60;

/** Moves the whole picture through the change sets that made it what it is. */
export function TimeBar({ timeline }: { readonly timeline: Timeline }) {
  const { scene, dispatch, ready } = useScene();
  const { view } = scene;
  const positions = positionsOf(timeline);
  const last = positions.length - 1;
  const shown = positionAt(positions, view?.at ?? null, timeline.stops);
  const [dragged, setDragged] = useState<number | null>(null);
  useEffect(() => {
    if (dragged === null) return;
    const timer = window.setTimeout(() => {
      dispatch({ type: 'moment', at: positions[dragged]?.at ?? null });
      setDragged(null);
    }, REST_MS);
    return () => window.clearTimeout(timer);
    // Only a move starts the clock.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [dragged]);
  if (view === null || view.mode === 'changes') return null;
  const at = Math.min(dragged ?? shown, last);
  const words = positions[at]?.words ?? 'now';
  return (
    <div className="underpin-time" role="group" aria-label="Moment">
      <input
        type="range"
        min={0}
        max={Math.max(last, 1)}
        value={last === 0 ? 1 : at}
        disabled={!ready || last === 0}
        list={last <= TICKS_MAX ? 'underpin-ticks' : undefined}
        aria-label="Moment to look at"
        aria-valuetext={words}
        title={last === 0 ? 'What is shown has not changed since it was stored' : words}
        onChange={(event) => setDragged(Number(event.target.value))}
      />
      {last <= TICKS_MAX && (
        <datalist id="underpin-ticks">
          {positions.map((position, index) => (
            <option key={position.at ?? 'now'} value={index} />
          ))}
        </datalist>
      )}
      <output className="underpin-quiet" title={words}>
        {words}
      </output>
      <TimeField key={view.at ?? ''} at={view.at} onTime={(time) => dispatch({ type: 'moment', at: time })} />
    </div>
  );
}

/** Any moment, for whoever knows when it was. */
function TimeField({ at, onTime }: { readonly at: string | null; readonly onTime: (time: string) => void }) {
  const given = at === null || /^\d+$/.test(at) ? '' : at.replace(/(\.\d+)?Z$/, '');
  const [text, setText] = useState(given);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (text !== '') onTime(new Date(`${text}Z`).toISOString());
      }}
    >
      <input
        type="datetime-local"
        step={1}
        value={text}
        aria-label="Go to a time, in UTC"
        title="A moment to look at, in UTC"
        onChange={(event) => setText(event.target.value)}
      />{' '}
      <span className="underpin-quiet">UTC</span>{' '}
      <button type="submit" className="underpin-tool" disabled={text === ''}>
        Go
      </button>
    </form>
  );
}
