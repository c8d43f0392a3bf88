import type { FieldNode, SelectionSetNode } from 'graphql';
import type { Revision } from '../domain/ids';
import type { TextOfAnswer } from './answer-texts';
import { distinctFields, isPlain, selected, type PlainFields } from './plain-fields';

/** Writes a thing as JSON; what is still being read is left out, and the whole is written again. */
export type Writer<Thing> = (thing: Thing) => string;

/** A way of asking for a thing, made once for a query: begun for each list of each answer, read at a revision. */
export type Plan<Thing> = (answer: TextOfAnswer, at: Revision) => Writer<Thing>;

/** What is selected of a thing, or a part of that, as a plan; null where some of it cannot be written as text. */
export type PlanOf<Thing> = (set: SelectionSetNode) => Plan<Thing> | null;

/** How the fields of a thing are written. */
export interface Parts<Thing> {
  readonly plain: PlainFields;
  /** Plain fields that stand next to each other, in words: the members of an object without its braces. */
  readonly plainPart: (words: string) => Plan<Thing>;
  /** Any other field, its key included; null where it cannot be written. */
  readonly otherPart: (node: FieldNode, member: string) => Plan<Thing> | null;
}

/** An object of the fields that are selected, in their order. */
export function objectPlan<Thing>(set: SelectionSetNode, parts: Parts<Thing>): Plan<Thing> | null {
  const plans: (Plan<Thing> | null)[] = [];
  let words: string[] = [];
  const addPlain = (): void => {
    if (words.length > 0) plans.push(parts.plainPart(words.join(' ')));
    words = [];
  };
  const nodes = distinctFields(set);
  for (const node of nodes ?? []) {
    if (isPlain(node, parts.plain)) {
      words.push(selected(node));
      continue;
    }
    addPlain();
    const { directives = [] } = node;
    plans.push(directives.length > 0 ? null : parts.otherPart(node, memberOf(node)));
  }
  addPlain();
  const made = plans.filter((plan) => plan !== null);
  return nodes === null || made.length < plans.length ? null : joined(made);
}

/** A member whose value is that of a part of the thing; null where the part cannot be written. */
export const partPlan = <Thing, Part>(
  plan: Plan<Part> | null,
  member: string,
  partOf: (thing: Thing) => Part,
): Plan<Thing> | null =>
  plan &&
  ((answer, at) => {
    const write = plan(answer, at);
    return (thing) => member + write(partOf(thing));
  });

const memberOf = ({ alias, name }: FieldNode): string => `${JSON.stringify((alias ?? name).value)}:`;

function joined<Thing>(plans: readonly Plan<Thing>[]): Plan<Thing> {
  return (answer, at) => {
    const writers = plans.map((plan) => plan(answer, at));
    return (thing) => {
      let text = '';
      for (const write of writers) text += (text === '' ? '{' : ',') + write(thing);
      return `${text}}`;
    };
  };
}
