import { count } from './counts';

export interface ShowMoreProps {
  /** How many are not listed; a number below 1 shows nothing. */
  readonly left: number;
  readonly next: number;
  readonly onMore: () => void;
}

/** The way to the rest of a list that is long. */
export function ShowMore({ left, next, onMore }: ShowMoreProps) {
  if (left < 1) return null;
  return (
    <button type="button" className="underpin-tool" onClick={onMore}>
      {left > next ? `Show ${count(next)} of ${count(left)} more` : `Show ${count(left)} more`}
    </button>
  );
}
