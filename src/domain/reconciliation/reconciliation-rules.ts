import { PART_PREFIX } from './claim-paths';
import {
  PRIORITY_MAX,
  REFRESH_SECONDS_DEFAULT,
  type DataRule,
  type ReconciliationRule,
  type RuleTarget,
} from '../class-model/data-rules';
import { MANUAL_SOURCE } from './manual-source';

/** A reconciliation rule with what it was made for. */
export interface TargetedRule extends ReconciliationRule {
  readonly target: RuleTarget;
}

/** How much the claims of a source count for a path. */
export interface Standing {
  /** The lower number wins. Numbers of one class or type compare with each other. */
  readonly rank: number;
  /** After so long without a report the claim is expired; null: never. */
  readonly refreshMs: number | null;
  /** The rule that says so; null for edits by hand and for sources without a rule. */
  readonly rule: TargetedRule | null;
}

/** The standing of each source for each path of the items of one class, or of the relationships of one type. */
export type Standings = (source: string, path: string) => Standing;

/** What a person says beats all, and holds until the person takes it back. */
const BY_HAND: Standing = { rank: -1, refreshMs: null, rule: null };
/** A source without a rule is weakest. */
const UNRULED_RANK = Number.MAX_SAFE_INTEGER;

/** Ranks put how narrow a rule is before its priority; no lineage is as long as this. */
const LINEAGE_MAX = 1_000;

/**
 * Who is believed about what. Of the rules for a source, the one for the path beats that for its part, which beats the
 * one for everything; among these, the one on the class beats an inherited one. Claims are then compared in the same
 * order: a narrower rule wins, the lower priority among equally narrow ones, and a source without a rule is weakest. So
 * the ranking of a narrow rule stands in front of the wider one, and nobody has to repeat that.
 */
export class ReconciliationRules {
  readonly #rules: ReadonlyMap<string, readonly ReconciliationRule[]>;
  readonly #unruled = new Map<string, Standing>();
  readonly #periods: ReadonlyMap<string, number>;
  readonly #lineage: (className: string) => readonly string[];
  readonly #standings = new Map<string, Standings>();

  /** `lineage`: a class itself first, its root last. */
  constructor(rules: readonly DataRule[], lineage: (className: string) => readonly string[]) {
    const byTarget = new Map<string, readonly ReconciliationRule[]>();
    const periods = new Map<string, number>();
    for (const rule of rules) {
      if (rule.kind === 'REFRESH_PERIOD') {
        if (rule.definition.seconds !== null) periods.set(rule.name, rule.definition.seconds);
      } else if (rule.kind === 'RECONCILIATION_OF_CLASS' || rule.kind === 'RECONCILIATION_OF_TYPE') {
        const kind = rule.kind === 'RECONCILIATION_OF_CLASS' ? 'CLASS' : 'RELATIONSHIP_TYPE';
        byTarget.set(keyOf({ kind, name: rule.name }), rule.definition.rules);
      }
    }
    this.#rules = byTarget;
    this.#periods = periods;
    this.#lineage = lineage;
  }

  /** All rules, by target, then path (those for everything first), priority and source. */
  all(): readonly TargetedRule[] {
    return [...this.#rules]
      .flatMap(([key, rules]) => rules.map((rule) => ({ ...rule, target: targetOf(key) })))
      .sort(inOrder);
  }

  /** The rules made for a target itself. */
  of(target: RuleTarget): readonly ReconciliationRule[] {
    return this.#rules.get(keyOf(target)) ?? [];
  }

  /** What was set for a source; null: the default of {@link REFRESH_SECONDS_DEFAULT}. */
  refreshSecondsOf(source: string): number | null {
    return this.#periods.get(source) ?? null;
  }

  /** The standings for items of a class. */
  ofClass(className: string): Standings {
    return this.#cached({ kind: 'CLASS', name: className }, () => this.#lineage(className));
  }

  /** The standings for relationships of a type; paths are their fields and `attributes.<name>`. */
  ofType(type: string): Standings {
    return this.#cached({ kind: 'RELATIONSHIP_TYPE', name: type }, () => [type]);
  }

  #cached(target: RuleTarget, lineage: () => readonly string[]): Standings {
    const key = keyOf(target);
    const known = this.#standings.get(key);
    if (known) return known;
    const made = this.#prepare(lineage().map((name) => ({ kind: target.kind, name })));
    this.#standings.set(key, made);
    return made;
  }

  /** Sorts the rules of a lineage by source, so that a standing is two look-ups. */
  #prepare(lineage: readonly RuleTarget[]): Standings {
    const bySource = new Map<string, Map<string, Standing>>();
    for (const [nearness, target] of lineage.entries()) {
      for (const rule of this.of(target)) {
        const byPath = bySource.get(rule.source) ?? new Map<string, Standing>();
        bySource.set(rule.source, byPath);
        const path = rule.path ?? EVERYTHING;
        if (!byPath.has(path)) byPath.set(path, this.#standing({ ...rule, target }, nearness));
      }
    }
    return (source, path) => {
      if (source === MANUAL_SOURCE) return BY_HAND;
      const byPath = bySource.get(source);
      const ruled = byPath && (byPath.get(path) ?? byPath.get(partOfPath(path)) ?? byPath.get(EVERYTHING));
      return ruled ?? this.#withoutRule(source);
    };
  }

  #standing(rule: TargetedRule, nearness: number): Standing {
    const narrowness = rule.path === null ? 2 : isPart(rule.path) ? 1 : 0;
    const seconds = rule.refreshSeconds ?? this.#periods.get(rule.source) ?? REFRESH_SECONDS_DEFAULT;
    const rank = (narrowness * LINEAGE_MAX + Math.min(nearness, LINEAGE_MAX - 1)) * (PRIORITY_MAX + 1) + rule.priority;
    return { rank, refreshMs: seconds * 1_000, rule };
  }

  #withoutRule(source: string): Standing {
    const known = this.#unruled.get(source);
    if (known) return known;
    const seconds = this.#periods.get(source) ?? REFRESH_SECONDS_DEFAULT;
    const made = { rank: UNRULED_RANK, refreshMs: seconds * 1_000, rule: null };
    this.#unruled.set(source, made);
    return made;
  }
}

const EVERYTHING = '';

const PARTS: ReadonlySet<string> = new Set(Object.values(PART_PREFIX).map((prefix) => `${prefix}*`));

/** Whether a path stands for a whole part, such as `labels.*`. */
export const isPart = (path: string): boolean => PARTS.has(path);

function partOfPath(path: string): string {
  const dot = path.indexOf('.');
  return dot < 0 ? path : `${path.slice(0, dot)}.*`;
}

const keyOf = ({ kind, name }: RuleTarget): string => `${kind} ${name}`;

function targetOf(key: string): RuleTarget {
  const [kind, name = ''] = key.split(' ');
  return { kind: kind === 'CLASS' ? 'CLASS' : 'RELATIONSHIP_TYPE', name };
}

function inOrder(a: TargetedRule, b: TargetedRule): number {
  return (
    compare(a.target.kind, b.target.kind) ||
    compare(a.target.name, b.target.name) ||
    compare(a.path ?? '', b.path ?? '') ||
    a.priority - b.priority ||
    compare(a.source, b.source)
  );
}

const compare = (a: string, b: string): number => (a === b ? 0 : a < b ? -1 : 1);
