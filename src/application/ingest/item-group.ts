import { itemError, type ItemError } from '../../domain/errors';
import type { IdentityKey } from '../../domain/identification/identity-keys';
import type { ItemId } from '../../domain/ids';
import { compareInstants } from '../../domain/instant';
import type { PayloadClaims } from '../../domain/reconciliation/item-claims';
import { jsonEqual } from '../../domain/json-equal';
import type { JsonValue } from '../../domain/json';
import { quoted } from '../../domain/nearest-name';
import type { BatchContext, BatchItem } from './batch';
import { ownIdentities } from './identifying-values';
import type { OwnIdentities } from './own-identities';

/** One thing of a batch: usually one record, several when they report the same thing. */
export interface ItemGroup extends OwnIdentities {
  /** Earliest report first. */
  readonly members: readonly BatchItem[];
  readonly label: string;
  /** The most specific class among the members. */
  readonly className: string;
  readonly tenant: string;
  /** Whether a member names the tenant; else it is only where a new item would go. */
  readonly tenantGiven: boolean;
  readonly id: ItemId | null;
  readonly nativeKeys: readonly IdentityKey[];
  /** What all members say together; the later report decides. */
  readonly payload: PayloadClaims;
}

/** One thing of several records, or why they cannot be one. */
export type MergedMembers =
  { readonly group: ItemGroup; readonly conflict: null } | { readonly group: null; readonly conflict: ItemError };

/**
 * Makes one thing of records that report the same. When they contradict each other, all of them are to be refused,
 * because nothing says which is right. `leadingTo`: they are one because they lead to one stored item, by merged ids or by
 * several native keys of the source; what it says under each of these is kept apart, and so cannot contradict.
 */
export function mergeMembers(
  context: BatchContext,
  records: readonly [BatchItem, ...BatchItem[]],
  leadingTo: 'THE_SAME' | 'ONE_STORED' = 'THE_SAME',
): MergedMembers {
  const [only, ...others] = records;
  if (others.length === 0) return { group: groupOfOne(only), conflict: null };
  const members = [...records].sort((a, b) => compareInstants(a.observedAt, b.observedAt) || a.index - b.index);
  const first = members[0] ?? only;
  const conflict = findConflict(context, members, leadingTo);
  if (conflict) return { group: null, conflict };
  const nativeKeys = [...new Set(members.flatMap((member) => member.record.nativeKey || []))].sort();
  const className = mostSpecific(context, members) ?? first.className;
  const payload = combined(members);
  const { tenant } = first;
  const group: ItemGroup = {
    members,
    label: first.label,
    className,
    tenant,
    tenantGiven: members.some((member) => typeof member.record.tenant === 'string'),
    id: members.find((member) => member.id !== null)?.id ?? null,
    nativeKeys: nativeKeys.map((key) => context.rules.nativeKey(context.reporter.source, key)),
    payload,
    ...ownIdentities(context, { className, tenant, payload }),
  };
  return { group, conflict: null };
}

/** A record that is a thing by itself, as nearly all are. */
function groupOfOne(member: BatchItem): ItemGroup {
  const { label, className, tenant, id, nativeKey, payload, values, ownKeys, record } = member;
  return {
    members: [member],
    label,
    className,
    tenant,
    tenantGiven: typeof record.tenant === 'string',
    id,
    nativeKeys: nativeKey === null ? NO_KEYS : [nativeKey],
    payload,
    values,
    ownKeys,
  };
}

const NO_KEYS: readonly IdentityKey[] = [];

/** What a record is told that was merged with others of its batch. */
export function mergedWarnings(
  { parking }: BatchContext,
  member: BatchItem,
  members: readonly BatchItem[],
): readonly ItemError[] {
  // What was parked of it is no record of this request.
  const own = parking === null ? members : members.filter(({ index }) => index < parking.joinedFrom);
  if (own.length < 2) return [];
  const message = `This is the same item as ${listLabels(own, member)} of this request; they were merged.`;
  return [itemError('BATCH_CONFLICT', message)];
}

function combined(members: readonly BatchItem[]): PayloadClaims {
  return {
    claims: Object.assign({}, ...members.map((member) => member.payload.claims)) as PayloadClaims['claims'],
    complete: new Set(members.flatMap((member) => [...member.payload.complete])),
  };
}

/** More records than a message would name; thousands of them may be one thing, and each is told. */
const LISTED_MAX = 5;

/** Records as messages name them, without the one who is told. */
export function listLabels(records: readonly BatchItem[], told?: BatchItem): string {
  const first = records.slice(0, LISTED_MAX + 1).filter((record) => record !== told);
  const more = records.length - (told ? 1 : 0) - Math.min(first.length, LISTED_MAX);
  const listed = first.slice(0, LISTED_MAX).map((record) => record.label);
  return listed.join(', ') + (more > 0 ? ` and ${more} more` : '');
}

/** Why records of one thing cannot all be true. Reports of different times never contradict each other. */
function findConflict(
  context: BatchContext,
  members: readonly BatchItem[],
  leadingTo: 'THE_SAME' | 'ONE_STORED',
): ItemError | null {
  const stored = leadingTo === 'ONE_STORED';
  const conflict = (what: string, path: readonly string[]): ItemError =>
    itemError(
      'BATCH_CONFLICT',
      `These are the same item, but differ in ${what}: ${listLabels(members)}. Send one of them, or give each the time it was observed at.`,
      path,
    );
  if (!stored && new Set(members.flatMap((member) => member.id ?? [])).size > 1) return conflict('their id', ['id']);
  if (new Set(members.flatMap((member) => member.record.ifVersion ?? [])).size > 1)
    return conflict('ifVersion', ['ifVersion']);
  if (new Set(members.map((member) => member.tenant)).size > 1) return conflict('their tenant', ['tenant']);
  if (mostSpecific(context, members) === null) return conflict('their class', ['class']);
  const claimed = new Map<string, JsonValue>();
  for (const { observedAt, payload, present, record } of members) {
    const apart = stored ? (record.nativeKey ?? '') : '';
    for (const [path, value] of [...Object.entries(payload.claims), ['presence', present] as const]) {
      const key = `${observedAt} ${apart} ${path}`;
      const known = claimed.get(key);
      if (known !== undefined && !jsonEqual(known, value)) return conflict(quoted(path), path.split('.'));
      claimed.set(key, value);
    }
  }
  return null;
}

/** The class that descends from all others; null when they lie on different branches. */
function mostSpecific({ model }: BatchContext, members: readonly { readonly className: string }[]): string | null {
  const classes = [...new Set(members.map((member) => member.className))];
  return classes.find((name) => classes.every((other) => model.isA(name, other))) ?? null;
}
