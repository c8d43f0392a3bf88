import { itemError, type ItemError } from '../../domain/errors';
import type { IdentityKey } from '../../domain/identification/identity-keys';
import type { ItemId } from '../../domain/ids';
import type { IngestEnd } from '../../domain/ingest/ingest-record';
import type { JsonObject, JsonValue } from '../../domain/json';
import { didYouMean, quoted } from '../../domain/nearest-name';
import { decodeItemId } from '../../domain/opaque-id';
import { checkEnd } from '../../domain/ingest/record-check';
import type { Likeness } from '../../storage/identities/ingest-lookups';
import type { BatchContext, End } from './batch';

/** Where the items of a batch can be found by their names within it. */
export interface BatchNames {
  readonly byRef: ReadonlyMap<string, number>;
  readonly byNativeKey: ReadonlyMap<string, number>;
  /** Token of an identity that holds anywhere -> item. */
  readonly byIdentity: ReadonlyMap<string, number>;
  /** Ends that were read already: thousands of relationships may name one item, which is then looked up once. */
  readonly known: Map<string, End>;
  /** The stored item of a record that is not worked out. */
  readonly recalled: (index: number) => ItemId | undefined;
}

/** Finds out what an end of a relationship names, as far as that can be told without looking anything up. */
export function readEnd(
  context: BatchContext,
  names: BatchNames,
  end: IngestEnd | undefined,
  path: readonly string[],
): End {
  const [error] = checkEnd(end, path);
  if (error || !end) return wrong(error ?? itemError('INVALID_REFERENCE', 'Name an item.', path));
  if (end.ref !== undefined && end.ref !== null) return byRef(names, end.ref, path);
  if (end.id !== undefined && end.id !== null) return byId(end.id, path);
  const text = end.native ? `${end.native.source}\n${end.native.key}` : JSON.stringify(end);
  const known = names.known.get(text);
  if (known) return known;
  const read = lookedUp(context, names, end, path);
  if (read.kind === 'lookup') names.known.set(text, read);
  return read;
}

function lookedUp(context: BatchContext, names: BatchNames, end: IngestEnd, path: readonly string[]): End {
  if (end.native) return byNative(context, names, end.native);
  return end.identity
    ? byIdentity(context, names, end.identity, path)
    : wrong(itemError('INVALID_REFERENCE', 'Name an item.', path));
}

const wrong = (error: ItemError): End => ({ kind: 'wrong', error });

function byRef({ byRef: refs, recalled }: BatchNames, ref: string, path: readonly string[]): End {
  const item = refs.get(ref);
  const stored = item === undefined ? undefined : recalled(item);
  if (stored !== undefined) return { kind: 'id', id: stored, text: `the ref ${quoted(ref)}` };
  if (item !== undefined) return { kind: 'batch', item };
  const message = `No item of this request has the ref ${quoted(ref)}.${didYouMean(ref, refs.keys())} For a stored item use id, native or identity.`;
  return wrong(itemError('INVALID_REFERENCE', message, path));
}

function byId(text: string, path: readonly string[]): End {
  const id = decodeItemId(text);
  if (id !== null) return { kind: 'id', id, text: `the id ${quoted(text)}` };
  return wrong(itemError('INVALID_REFERENCE', `${quoted(text)} is no id of a configuration item.`, path));
}

function byNative(
  { rules, reporter }: BatchContext,
  names: BatchNames,
  { source, key }: { readonly source: string; readonly key: string },
): End {
  const item = source === reporter.source ? names.byNativeKey.get(key) : undefined;
  if (item !== undefined) return { kind: 'batch', item };
  const text = `the native key ${quoted(key)} of the data source ${quoted(source)}`;
  return { kind: 'lookup', keys: [rules.nativeKey(source, key)], likeness: null, text };
}

function byIdentity(
  context: BatchContext,
  names: BatchNames,
  identity: { readonly class: string; readonly attributes: JsonObject },
  path: readonly string[],
): End {
  const { model, rules, reporter } = context;
  if (!model.class(identity.class)) {
    const hint = didYouMean(
      identity.class,
      model.classes().map((each) => each.name),
    );
    return wrong(itemError('UNKNOWN_CLASS', `There is no CI class ${quoted(identity.class)}.${hint}`, path));
  }
  const { attributes } = identity;
  const tenant = typeof attributes['tenant'] === 'string' ? attributes['tenant'] : reporter.tenant;
  const identifiable = { className: identity.class, tenant, value: (name: string) => attributes[name] };
  const keys: IdentityKey[] = [];
  for (const prepared of rules.entriesOf(identity.class)) {
    if (prepared.entry.within !== null || prepared.entry.weak) continue;
    for (const values of rules.valuesOf(prepared, identifiable).rows) {
      const key = rules.key(tenant, prepared.entry.id, values, null);
      const item = names.byIdentity.get(key.name);
      if (item !== undefined) return { kind: 'batch', item };
      keys.push(key);
    }
  }
  const text = `the ${identity.class} with ${shown(attributes)}`;
  return { kind: 'lookup', keys, likeness: likeness(context, identity.class, tenant, attributes), text };
}

function likeness({ model }: BatchContext, className: string, tenant: string, attributes: JsonObject): Likeness {
  const { name, environment, site, tenant: _, class: __, ...rest } = attributes;
  const text = (value: JsonValue | undefined): string | null => (typeof value === 'string' ? value : null);
  return {
    classes: model.descendants(className),
    name: text(name),
    environment: text(environment),
    site: text(site),
    tenant,
    attributes: rest,
  };
}

const SHOWN_LENGTH_MAX = 120;

function shown(attributes: JsonObject): string {
  const text = JSON.stringify(attributes);
  return text.length > SHOWN_LENGTH_MAX ? `${text.slice(0, SHOWN_LENGTH_MAX)}…` : text;
}
