import type { Place } from '../record-collector';
import { at, listOf, objectOf, textOf, textsOf, type Untyped } from '../untyped';

/** One state of one resource in AWS Config. */
export interface ConfigItem {
  readonly type: string;
  readonly id: string;
  readonly name: string | null;
  readonly arn: string | null;
  readonly account: string | null;
  readonly region: string | null;
  readonly zone: string | null;
  /** RFC 3339; null when it does not say. */
  readonly capturedAt: string | null;
  readonly deleted: boolean;
  /** Its configuration and tags are all there are: a summary of what was too large has none, a query those it asked for. */
  readonly whole: boolean;
  /** Null when it does not say. */
  readonly tags: Readonly<Record<string, string>> | null;
  /** In the field names of the command line, which differ by their first letters only. */
  readonly configuration: Untyped;
  readonly relationships: readonly { readonly type: string; readonly id: string; readonly name: string }[];
  readonly place: Place;
}

/** Reads a configuration item; null for what is none. A row that a query answered holds what was asked for only. */
export function configItemOf(value: unknown, place: Place, isRow = false): ConfigItem | null {
  const type = textOf(at(value, 'resourceType'));
  const id = textOf(at(value, 'resourceId'));
  if (type === null || id === null) return null;
  const text = (...names: readonly string[]): string | null =>
    names.map((name) => textOf(at(value, name))).find((one) => one !== null) ?? null;
  const captured = new Date(text('configurationItemCaptureTime') ?? '');
  const region = text('awsRegion');
  const configuration = objectOf(capitalised(parsed(at(value, 'configuration'))));
  const capturedAt = Number.isNaN(captured.getTime()) ? null : captured.toISOString();
  const tags = tagsOf(at(value, 'tags'));
  const isRecorded = text('configurationItemVersion', 'version') !== null && capturedAt !== null && tags !== null;
  return {
    type,
    id,
    name: text('resourceName'),
    arn: text('ARN', 'arn'),
    account: text('awsAccountId', 'accountId'),
    region: region === 'global' ? null : region,
    zone: text('availabilityZone'),
    capturedAt,
    deleted: /Deleted/.test(text('configurationItemStatus') ?? ''),
    whole: !isRow && isRecorded && Object.keys(configuration).length > 0,
    tags,
    configuration,
    relationships: listOf(at(value, 'relationships')).flatMap((one) => {
      const [other, target] = [
        textOf(at(one, 'resourceType')),
        textOf(at(one, 'resourceId')) ?? textOf(at(one, 'resourceName')),
      ];
      if (other === null || target === null) return [];
      return [{ type: other, id: target, name: textOf(at(one, 'relationshipName')) ?? textOf(at(one, 'name')) ?? '' }];
    }),
    place,
  };
}

// Queries answer them as a list.
function tagsOf(value: unknown): Readonly<Record<string, string>> | null {
  if (value === undefined || value === null) return null;
  if (!Array.isArray(value)) return textsOf(value);
  const pairs = listOf(value).map((tag) => [textOf(at(tag, 'key')) ?? '', at(tag, 'value')] as const);
  return textsOf(Object.fromEntries(pairs.filter(([key]) => key !== '')));
}

/**
 * The newest state of each resource, in the order of what tells them apart. What one in part does not say is taken from
 * those before it.
 */
export function newestOfEach(items: readonly ConfigItem[], keyOf: (item: ConfigItem) => string): readonly ConfigItem[] {
  const newest = new Map<string, ConfigItem>();
  const ordered = [...items].sort((left, right) => compare(left.capturedAt ?? '', right.capturedAt ?? ''));
  for (const item of ordered) {
    const known = newest.get(keyOf(item));
    newest.set(keyOf(item), known === undefined ? item : laidOver(known, item));
  }
  return [...newest].sort(([left], [right]) => compare(left, right)).map(([, item]) => item);
}

const compare = (left: string, right: string): number => (left < right ? -1 : Number(left > right));

function laidOver(before: ConfigItem, item: ConfigItem): ConfigItem {
  if (item.whole || item.deleted || before.deleted) return item;
  return {
    ...item,
    name: item.name ?? before.name,
    arn: item.arn ?? before.arn,
    account: item.account ?? before.account,
    region: item.region ?? before.region,
    zone: item.zone ?? before.zone,
    capturedAt: item.capturedAt ?? before.capturedAt,
    whole: before.whole,
    tags: item.tags ?? before.tags,
    configuration: { ...before.configuration, ...item.configuration },
    relationships: item.relationships.length > 0 ? item.relationships : before.relationships,
  };
}

function parsed(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(value);
  } catch {
    return null;
  }
}

// No field is looked for as deep as this, and what is text in a file may be nested as deep as it likes.
const DEPTH_MAX = 100;

// `instanceId` there is `InstanceId` here.
function capitalised(value: unknown, depth = 0): unknown {
  if (depth > DEPTH_MAX) return null;
  if (Array.isArray(value)) return listOf(value).map((one) => capitalised(one, depth + 1));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [
      key.charAt(0).toUpperCase() + key.slice(1),
      capitalised(one, depth + 1),
    ]),
  );
}
