import { count } from '../counts';
import type { WholeAnswer } from '../use-whole-answer';

/** The way to what a picture leaves out because its answer has pages. */
export function MoreButtons({ further, more }: Omit<WholeAnswer, 'answer'>) {
  if (further.length === 0) return null;
  return (
    <p className="underpin-more">
      {further.map((list) => (
        <button
          key={list.at.join('.')}
          type="button"
          className="underpin-tool"
          disabled={more === null}
          onClick={() => more?.(list)}
        >
          Show {list.next < list.left ? `${count(list.next)} more` : `the other ${count(list.left)}`} of the{' '}
          {list.words}
        </button>
      ))}
    </p>
  );
}
