import type { DifferenceTotals } from '../answer/shape-basics';
import { differenceInWords } from '../headline';
import { useScene } from '../use-scene';
import { momentInWords, type Timeline } from './timeline';

export interface PastBannerProps {
  readonly difference: DifferenceTotals | null;
  readonly timeline: Timeline;
}

/** Nobody should take the past for the present. */
export function PastBanner({ difference, timeline }: PastBannerProps) {
  const { scene, dispatch } = useScene();
  const { view } = scene;
  if (view === null || view.at === null) return null;
  const comparing = view.mode === 'difference';
  return (
    <div className="underpin-past" role="status">
      <p>
        <strong>{comparing ? 'Compared with the past:' : 'You are looking at the past:'}</strong>{' '}
        {momentOf(view.at, timeline)}.{comparing ? '' : ` ${sinceThen(difference)}`}
      </p>
      <button type="button" className="underpin-tool" onClick={() => dispatch({ type: 'moment', at: null })}>
        Back to now
      </button>
    </div>
  );
}

function momentOf(at: string, { stops }: Timeline): string {
  if (!/^\d+$/.test(at)) return momentInWords(at);
  const stop = stops.find(({ revision }) => revision === Number(at));
  return stop?.time == null ? `revision ${at}` : `revision ${at}, ${momentInWords(stop.time)}`;
}

function sinceThen(difference: DifferenceTotals | null): string {
  if (difference === null) return '';
  const words = differenceInWords(difference);
  return words === '' ? 'Nothing of it differs now.' : `Since then: ${words}.`;
}
