import type { DataRule, JunkDefinition, JunkKind } from '../class-model/data-rules';
import { isJunk, shippedJunk, type JunkTest } from './junk-values';
import { normalForm } from './normal-form';
import { VALUE_KINDS, type ValueKind } from '../class-model/value-kinds';

/** The kinds that lists of junk are about, the one about all of them first. */
export const JUNK_KINDS: readonly JunkKind[] = ['ANY', ...VALUE_KINDS];

/** What counts as absent in values of a kind. */
export interface JunkList extends JunkDefinition {
  readonly kind: JunkKind;
  /** What is shipped for the kind. */
  readonly shipped: readonly string[];
}

/**
 * The values that count as absent when things are recognised. The narrower list wins: what that of a kind says, then that
 * about all kinds, then what is shipped. Case does not count.
 */
export class JunkValues {
  readonly #definitions: ReadonlyMap<JunkKind, JunkDefinition>;
  readonly #added: ReadonlyMap<JunkKind, JunkTest>;
  readonly #allowed: ReadonlyMap<JunkKind, JunkTest>;

  constructor(rules: readonly DataRule[]) {
    this.#definitions = new Map(
      rules.flatMap((rule) => (rule.kind === 'JUNK_VALUES' ? [[rule.name, rule.definition] as const] : [])),
    );
    const tests = (of: keyof JunkDefinition): ReadonlyMap<JunkKind, JunkTest> =>
      new Map([...this.#definitions].map(([kind, definition]) => [kind, isOneOf(kind, definition[of])]));
    this.#added = tests('values');
    this.#allowed = tests('allowed');
  }

  /** An arrow, so that it can be handed on as it is. */
  readonly isJunk: JunkTest = (kind, normalised) => {
    if (this.#definitions.size > 0 && normalised !== '') {
      for (const list of [kind, 'ANY'] as const) {
        if (this.#added.get(list)?.(kind, normalised)) return true;
        if (this.#allowed.get(list)?.(kind, normalised)) return false;
      }
    }
    return isJunk(kind, normalised);
  };

  /** The list of a kind; what counts by its form alone, such as a UUID of zeros, is in none. */
  listOf(kind: JunkKind): JunkList {
    const { values = [], allowed = [] } = this.#definitions.get(kind) ?? {};
    return { kind, shipped: shippedJunk(kind), values, allowed };
  }
}

/** The kinds that a list is about. */
export const kindsOf = (kind: JunkKind): readonly ValueKind[] => (kind === 'ANY' ? VALUE_KINDS : [kind]);

/** A value as a list of junk holds it. In values of any kind it is written like a word. */
export const junkForm = (kind: JunkKind, value: string): string =>
  normalForm(kind === 'ANY' ? 'TEXT' : kind, value).toLowerCase();

/** Tells whether a normalised value is one of those that a list about a kind names. */
export function isOneOf(list: JunkKind, values: readonly string[]): JunkTest {
  const forms = new Map(kindsOf(list).map((kind) => [kind, new Set(values.map((value) => junkForm(kind, value)))]));
  return (kind, normalised) => normalised !== '' && forms.get(kind)?.has(normalised.toLowerCase()) === true;
}
