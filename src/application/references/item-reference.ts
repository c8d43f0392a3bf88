import type { ErrorCode } from '../../domain/errors';
import type { ItemId } from '../../domain/ids';
import type { JsonObject } from '../../domain/json';
import { quoted } from '../../domain/nearest-name';
import type { Application } from '../application';

/** Points at one item; exactly one property is given. */
export interface ItemReference {
  readonly id?: string | null | undefined;
  readonly native?: { readonly source: string; readonly key: string } | null | undefined;
  readonly identity?: { readonly class: string; readonly attributes: JsonObject } | null | undefined;
}

/** What became of one reference. */
export type Resolution =
  | { readonly id: ItemId }
  | { readonly code: ErrorCode; readonly message: string; readonly candidates?: readonly ItemId[] };

/** What resolving needs of the application. */
export type ReferenceSource = Pick<Application, 'database' | 'models'> & {
  /** Items that only a draft of the request holds, by the ids that the request names them with. */
  readonly draftItems?: ReadonlyMap<string, ItemId>;
};

/** A reference in words, for messages. */
export function describeReference({ id, native, identity }: ItemReference): string {
  if (id != null) return `the id ${quoted(id)}`;
  if (native != null) return `the key ${quoted(native.key)} of source ${quoted(native.source)}`;
  if (identity == null) return 'an empty reference';
  const values = Object.entries(identity.attributes ?? {}).map(([name, value]) => `${name} ${quoted(textOf(value))}`);
  return `${identity.class} with ${values.join(' and ')}`;
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

/** One item resolves, several are ambiguous. */
export function oneOf(ids: readonly ItemId[], none: () => Resolution, reference: ItemReference): Resolution {
  const [first, ...others] = new Set(ids);
  if (first === undefined) return none();
  if (others.length === 0) return { id: first };
  return {
    code: 'AMBIGUOUS_MATCH',
    message: `More than one item fits ${describeReference(reference)}: name one by its id.`,
    candidates: [first, ...others],
  };
}

/** What a reference comes to that points at nothing. */
export function nothing(reference: ItemReference): Resolution {
  return { code: 'INVALID_REFERENCE', message: `No item fits ${describeReference(reference)}.` };
}
