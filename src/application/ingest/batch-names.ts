import type { ItemId } from '../../domain/ids';
import type { BatchContext, BatchItem, End } from './batch';
import type { BatchNames } from './read-ends';

type Named = ReadonlyMap<string, number>;

/**
 * Under which names the items of a batch can be referred to, worked out when the first end asks for them: most inventories
 * name nothing by its identity, and many calls name nothing at all. A ref that two items use is refused when they are
 * grouped.
 */
export class ItemNames implements BatchNames {
  readonly known = new Map<string, End>();
  readonly #context: BatchContext;
  readonly #items: readonly BatchItem[];
  /** Those that were well-formed when they were read. */
  readonly #open: readonly BatchItem[];
  #byRef: Named | null = null;
  #byNativeKey: Named | null = null;
  #byIdentity: Named | null = null;

  constructor(context: BatchContext, items: readonly BatchItem[]) {
    this.#context = context;
    this.#items = items;
    this.#open = items.filter(({ errors, recalled }) => errors.length === 0 && recalled === undefined);
  }

  get byRef(): Named {
    return (this.#byRef ??= this.#name(this.#items, ({ record }) => [record.ref]));
  }

  get byNativeKey(): Named {
    return (this.#byNativeKey ??= this.#name(this.#open, ({ record }) => [record.nativeKey]));
  }

  get byIdentity(): Named {
    return (this.#byIdentity ??= this.#name(this.#open, (item) => this.#identitiesOf(item)));
  }

  recalled = (index: number): ItemId | undefined => this.#items[index]?.recalled;

  #identitiesOf({ className, ownKeys }: BatchItem): readonly string[] {
    const { rules } = this.#context;
    return rules
      .entriesOf(className)
      .flatMap(({ entry }, at) => (entry.weak ? [] : (ownKeys[at] ?? []).map(({ name }) => name)));
  }

  /** The first item of a name has it. */
  #name(items: readonly BatchItem[], namesOf: (item: BatchItem) => readonly (string | null | undefined)[]): Named {
    const named = new Map<string, number>();
    for (const item of items) {
      for (const name of namesOf(item)) if (name && !named.has(name)) named.set(name, item.index);
    }
    return named;
  }
}
