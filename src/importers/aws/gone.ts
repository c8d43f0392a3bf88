import { valuesAt } from '../mapping/mapped-fields';
import { textOf, type Untyped } from '../untyped';

/** The states in which AWS still lists what is gone, or is going and does not come back; in lower case. */
export interface GoneStates {
  /** The field that holds the state. */
  readonly from: string;
  readonly words: readonly string[];
}

/** The words of a resource that is taken apart or has been. What is stopped has others, and stays. */
export const goneWhen = (from: string, ...words: readonly string[]): GoneStates => ({ from, words });

/** The state in which a resource is gone; null while it is there. AWS Config begins fields with a capital letter. */
export function goneState(states: GoneStates | null, value: Untyped): string | null {
  if (states === null) return null;
  const capital = states.from.charAt(0).toUpperCase() + states.from.slice(1);
  const [found] = [...valuesAt(value, states.from), ...valuesAt(value, capital)];
  const word = (textOf(found) ?? '').toLowerCase();
  return states.words.includes(word) ? word : null;
}
