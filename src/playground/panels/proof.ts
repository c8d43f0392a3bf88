import { gateOutcome } from '../../words/value-words';
import type { ImpactState } from '../answer/drawing';
import { stateOf } from '../answer/shape-impact';
import { count } from '../counts';
import { entriesOf, fieldsOf, listOf, numberOf, textOf, type Fields } from '../read-json';

/** One step of a proof. */
export interface ProofLine {
  readonly name: string;
  readonly className: string;
  readonly state: ImpactState;
  readonly because: string;
  /** The steps it follows from, counted from 1. */
  readonly from: readonly number[];
}

export interface Proof {
  /** The names of the outages behind it. */
  readonly dueTo: string;
  readonly lines: readonly ProofLine[];
}

/** The answer to `proofOf`. */
export function proofIn(data: unknown): Proof {
  const impact = fieldsOf(fieldsOf(data)?.['impact']);
  const [hit] = entriesOf(impact?.['impacted']);
  const causes = entriesOf(hit?.['dueTo']).flatMap((cause) => textOf(cause['name']) ?? []);
  const total = numberOf(fieldsOf(hit?.['dueTo'])?.['totalCount']) ?? causes.length;
  const more = total > causes.length ? [`${count(total - causes.length)} more`] : [];
  return { dueTo: [...causes, ...more].join(', '), lines: entriesOf(hit?.['proof']).map(lineOf) };
}

function lineOf(step: Fields): ProofLine {
  const item = fieldsOf(step['configurationItem']);
  const gate = fieldsOf(step['gate']);
  const [key, explanation] = [textOf(gate?.['key']), textOf(gate?.['explanation'])];
  return {
    name: textOf(item?.['name']) ?? 'a hidden item',
    className: textOf(fieldsOf(item?.['class'])?.['name']) ?? '',
    state: stateOf(step['state']) ?? 'OK',
    because: explanation === null || key === null ? 'it failed by itself' : gateOutcome({ key, explanation }),
    from: listOf(step['because']).flatMap((position) => (typeof position === 'number' ? [position + 1] : [])),
  };
}
