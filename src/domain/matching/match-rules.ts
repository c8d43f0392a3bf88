import type { HostContext } from '../class-model/class-model';
import type { JunkKind } from '../class-model/data-rules';
import { isJsonObject, type JsonObject, type JsonValue } from '../json';
import type { JunkTest } from '../identification/junk-values';
import { matchKind, matchKindsOfRows, type MatchKind } from './match-attributes';
import {
  addressOf,
  addressTerm,
  hardwareAddressOf,
  hardwareAddressTerm,
  hasDomain,
  hostNameOf,
  hostTerm,
  labelTerm,
  nameTerm,
} from './match-terms';
import type { ClassModel } from '../class-model/resolved-class-model';

/** Raised whenever items may get other terms than before under the same class model. */
export const MATCH_RULES_VERSION = 1;

/** What of an item decides by what it is known. */
export interface MatchableItem {
  readonly className: string;
  readonly name: string;
  readonly attributes: JsonObject;
}

/** A term of an item and the attribute (or `name`) that it comes from. */
export interface ItemTerm {
  readonly term: string;
  readonly by: string;
}

/** Kinds of values that terms are made of. */
const JUNK_OF_TERMS: readonly JunkKind[] = ['ANY', 'TEXT', 'FQDN', 'IP', 'MAC'];

interface ClassFacts {
  readonly attributes: readonly { readonly name: string; readonly kind: MatchKind | null; readonly rows: Rows }[];
  readonly hasHostName: boolean;
  readonly hasHardwareAddress: boolean;
  readonly identifying: ReadonlySet<string>;
}
type Rows = ReadonlyMap<string, MatchKind>;

/** By what the items of each class are known, worked out from one class model. */
export class MatchRules {
  readonly #model: ClassModel;
  readonly #classes = new Map<string, ClassFacts>();
  #hosts: ReadonlySet<string> | null = null;

  constructor(model: ClassModel) {
    this.#model = model;
  }

  /** The terms of an item, each once for every attribute that gives it. */
  termsOf({ className, name, attributes }: MatchableItem): readonly ItemTerm[] {
    const facts = this.#factsOf(className);
    const { isJunk } = this.#model.junkValues;
    const terms = facts.attributes.flatMap((attribute) =>
      valuesOf(attributes[attribute.name]).flatMap((value) => termsOfValue(attribute, value, isJunk)),
    );
    // A thing that has a host name is often known by it under its name alone.
    const hostName = facts.hasHostName ? termsOfText({ kind: 'HOST', text: name, by: 'name' }, isJunk) : [];
    const named = nameTerm(name, isJunk);
    return [...terms, ...hostName, ...(named === null ? [] : [{ term: named, by: 'name' }])];
  }

  /** Whether other items are identified inside items of the class, and it has hardware addresses of its own. */
  isMachine(className: string): boolean {
    this.#hosts ??= new Set(
      this.#model.classes().flatMap((one) =>
        this.#model
          .entriesOf(one.name)
          .flatMap((entry) => entry.within ?? [])
          .flatMap(({ hostClasses }) => hostClasses),
      ),
    );
    const isHost = this.#model.lineage(className).some((name) => this.#hosts?.has(name));
    return isHost && this.#factsOf(className).hasHardwareAddress;
  }

  /**
   * Where the machine of an item is found that is identified inside machines alone, as a network interface is; empty for
   * every other class.
   */
  machineContexts(className: string): readonly HostContext[] {
    const entries = this.#model.entriesOf(className).filter((entry) => !entry.weak);
    if (entries.length === 0 || this.isMachine(className)) return [];
    const contexts = entries.flatMap((entry) => entry.within ?? []);
    const inside = entries.every((entry) => entry.within !== null);
    const machines = contexts.every(({ hostClasses }) => hostClasses.every((name) => this.isMachine(name)));
    return inside && machines ? contexts : [];
  }

  /** Whether an attribute is part of what identifies items of a class. */
  identifies(className: string, attribute: string): boolean {
    return this.#factsOf(className).identifying.has(attribute);
  }

  /** A text that is the same for two models exactly when they give every item the same terms. */
  digestText(): string {
    const lines = this.#model.classes().map(({ name }) => {
      const { attributes, hasHostName } = this.#factsOf(name);
      const kinds = attributes.map((one) => `${one.name}=${one.kind ?? ''}/${[...one.rows].join('/')}`);
      return `${name}:${hasHostName}:${kinds.toSorted().join(';')}`;
    });
    const junk = JUNK_OF_TERMS.map((kind) => {
      const { values, allowed } = this.#model.junkValues.listOf(kind);
      return values.length + allowed.length === 0 ? '' : `\n${JSON.stringify([kind, values, allowed])}`;
    });
    return lines.toSorted().join('\n') + junk.join('');
  }

  #factsOf(className: string): ClassFacts {
    const known = this.#classes.get(className);
    if (known) return known;
    const attributes = [...this.#model.attributesOf(className).values()].flatMap(({ name, schema }) => {
      const kind = matchKind(name, schema);
      const rows = matchKindsOfRows(schema);
      return kind === null && rows.size === 0 ? [] : [{ name, kind, rows }];
    });
    const kinds = new Set(attributes.flatMap((one) => [one.kind, ...one.rows.values()]));
    const facts: ClassFacts = {
      attributes,
      hasHostName: kinds.has('HOST'),
      hasHardwareAddress: kinds.has('MAC'),
      identifying: new Set(
        this.#model.entriesOf(className).flatMap((entry) => (entry.rows === null ? entry.attributes : [entry.rows])),
      ),
    };
    this.#classes.set(className, facts);
    return facts;
  }
}

const valuesOf = (value: JsonValue | undefined): readonly JsonValue[] =>
  Array.isArray(value) ? (value as readonly JsonValue[]) : value === undefined || value === null ? [] : [value];

function termsOfValue(
  { name, kind, rows }: ClassFacts['attributes'][number],
  value: JsonValue,
  isJunk: JunkTest,
): readonly ItemTerm[] {
  if (typeof value === 'string') return kind === null ? [] : termsOfText({ kind, text: value, by: name }, isJunk);
  if (!isJsonObject(value)) return [];
  return [...rows].flatMap(([field, fieldKind]) =>
    valuesOf(value[field]).flatMap((one) =>
      typeof one === 'string' ? termsOfText({ kind: fieldKind, text: one, by: name }, isJunk) : [],
    ),
  );
}

function termsOfText(
  { kind, text, by }: { readonly kind: MatchKind; readonly text: string; readonly by: string },
  isJunk: JunkTest,
): readonly ItemTerm[] {
  switch (kind) {
    case 'MAC': {
      const address = hardwareAddressOf(text, isJunk);
      return address === null ? [] : [{ term: hardwareAddressTerm(address), by }];
    }
    case 'HOST':
    case 'IP': {
      // Host names stand where addresses are meant, and the other way round.
      const address = addressOf(text, isJunk);
      if (address !== null) return [{ term: addressTerm(address), by }];
      const host = hostNameOf(text, isJunk);
      if (host === null) return [];
      const full = { term: hostTerm(host), by };
      return hasDomain(host) ? [full, { term: labelTerm(host), by }] : [full];
    }
    default:
      return kind satisfies never;
  }
}
