import type { JsonObject } from '../../domain/json';
import { MANUAL_SOURCE } from '../../domain/reconciliation/manual-source';
import type { ExportedModel } from '../model-export';

/** What has to be known of an item to name it elsewhere. */
export interface EndItem {
  readonly id: string;
  readonly name: string;
  readonly class: { readonly name: string };
  readonly attributes: JsonObject;
  readonly observations: readonly {
    readonly source: string;
    readonly nativeKey: string | null;
    readonly claimsExistence: boolean;
  }[];
}

/** A key by which an item is known. */
export interface NativeKey {
  readonly source: string;
  readonly nativeKey: string;
}

/**
 * How items are named in an export, whose ids mean nothing elsewhere: by the key of the source that came first, else by
 * class and identifying values. One short text is kept for each item.
 */
export class ItemEnds {
  readonly #ends = new Map<string, string>();
  readonly #identifying: ReadonlyMap<string, readonly string[]>;

  constructor({ ciClasses }: ExportedModel) {
    const own = new Map(
      ciClasses.map(({ name, identificationRules }) => [
        name,
        identificationRules.flatMap(({ inherits, entry }) =>
          inherits === null ? { attributes: entry?.attributes ?? [] } : { inherits },
        ),
      ]),
    );
    const attributesOf = (name: string): readonly string[] =>
      (own.get(name) ?? []).flatMap((rule) =>
        'inherits' in rule && rule.inherits !== undefined ? attributesOf(rule.inherits) : (rule.attributes ?? []),
      );
    this.#identifying = new Map(ciClasses.map(({ name }) => [name, [...new Set(attributesOf(name))]]));
  }

  /** Remembers an item; answers the key it is known by, null when no source has one. */
  add(item: EndItem): NativeKey | null {
    this.#ends.set(item.id, JSON.stringify(this.endOf(item)));
    return firstKey(item);
  }

  /** The name of an item that was added. */
  of(id: string): object {
    return JSON.parse(this.#ends.get(id) ?? '{}') as object;
  }

  /** The ids of the items that were added. */
  ids(): ReadonlySet<string> {
    return new Set(this.#ends.keys());
  }

  /** The name of any item. */
  endOf(item: EndItem): object {
    const key = firstKey(item);
    if (key !== null) return { native: { source: key.source, key: key.nativeKey } };
    const names = this.#identifying.get(item.class.name) ?? [];
    const known = names.filter((name) => item.attributes[name] !== undefined && item.attributes[name] !== null);
    const values = Object.fromEntries(known.map((name) => [name, item.attributes[name]]));
    return { identity: { class: item.class.name, attributes: { name: item.name, ...values } } };
  }
}

/** Of a source that claims its existence, where there is one: it is the likeliest to identify it by itself. */
function firstKey({ observations }: EndItem): NativeKey | null {
  const keyed = observations.flatMap(({ source, nativeKey, claimsExistence }) =>
    source === MANUAL_SOURCE || nativeKey === null ? [] : [{ source, nativeKey, claimsExistence }],
  );
  return keyed.find(({ claimsExistence }) => claimsExistence) ?? keyed[0] ?? null;
}
