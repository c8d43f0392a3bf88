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
  readonly tags: Readonly<Record<string, string>>;
  /** In the field names of the command line, which differ by their first letters only. */
  readonly configuration: Untyped;
  readonly relationships: readonly { readonly type: string; readonly id: string; readonly name: string }[];
  readonly place: Place;
}

/** Reads a configuration item; null for what is none. */
export function configItemOf(value: unknown, place: Place): ConfigItem | null {
  const type = textOf(at(value, 'resourceType'));
  const id = textOf(at(value, 'resourceId'));
  if (type === null || id === null) return null;
  const text = (...names: readonly string[]): string | null =>
    names.map((name) => textOf(at(value, name))).find((one) => one !== null) ?? null;
  const captured = new Date(text('configurationItemCaptureTime') ?? '');
  const region = text('awsRegion');
  const configuration = objectOf(capitalised(parsed(at(value, 'configuration'))));
  const isRecorded = text('configurationItemStatus', 'configurationItemVersion', 'version') !== null;
  return {
    type,
    id,
    name: text('resourceName'),
    arn: text('ARN', 'arn'),
    account: text('awsAccountId', 'accountId'),
    region: region === 'global' ? null : region,
    zone: text('availabilityZone'),
    capturedAt: Number.isNaN(captured.getTime()) ? null : captured.toISOString(),
    deleted: /Deleted/.test(text('configurationItemStatus') ?? ''),
    whole: isRecorded && Object.keys(configuration).length > 0,
    tags: tagsOf(at(value, 'tags')),
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
function tagsOf(value: unknown): Readonly<Record<string, string>> {
  if (!Array.isArray(value)) return textsOf(value);
  return textsOf(Object.fromEntries(listOf(value).map((tag) => [textOf(at(tag, 'key')) ?? '', at(tag, 'value')])));
}

/** The newest state of each resource, in the order of what tells them apart. */
export function newestOfEach(items: readonly ConfigItem[], keyOf: (item: ConfigItem) => string): readonly ConfigItem[] {
  const newest = new Map<string, ConfigItem>();
  for (const item of items) {
    const key = keyOf(item);
    const known = newest.get(key);
    if (known === undefined || (known.capturedAt ?? '') <= (item.capturedAt ?? '')) newest.set(key, item);
  }
  return [...newest].sort(([left], [right]) => (left < right ? -1 : 1)).map(([, item]) => item);
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
