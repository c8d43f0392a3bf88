import { itemError, type ItemError } from '../../domain/errors';
import type { Identification } from '../../domain/identification/identification';
import type { ItemId } from '../../domain/ids';
import { quoted } from '../../domain/nearest-name';
import type { BatchContext } from './batch';
import type { IdentifiedGroup } from './identify-groups';
import { isStored, listItems, nameItem } from './item-names';

/** Why a group could not be told to be an item; empty when it could. */
export function identificationErrors(context: BatchContext, identified: IdentifiedGroup): readonly ItemError[] {
  const { group, identification, error } = identified;
  if (error) return [error];
  if (!identification) return [];
  switch (identification.outcome) {
    case 'matched':
      return [];
    case 'created':
      return identified.item === null && group.members.some((member) => member.present)
        ? [mayNotCreate(context, group.label)]
        : [];
    case 'ambiguous': {
      const { by, candidates } = identification;
      const message = `${group.label} is known by ${by}, as are ${listItems(candidates)}. Name one of them by id, or merge them.`;
      return [itemError('AMBIGUOUS_MATCH', message)];
    }
    case 'nativeKeyReused': {
      const { item, attribute, stored, given } = identification;
      const message = `The native key of ${group.label} belongs to ${nameItem(item)}, whose ${attribute} is ${quoted(stored.join(', '))} and not ${quoted(given.join(', '))}. If it is another thing now, give it a native key of its own.`;
      return [itemError('NATIVE_KEY_REUSED', message, ['nativeKey'])];
    }
    case 'insufficient':
      return [itemError('INSUFFICIENT_IDENTITY', insufficient(context, identified, identification.nearMisses))];
    case 'hostMissing':
    case 'hostAmbiguous':
      return [hostError(identified, identification)];
    default:
      return identification satisfies never;
  }
}

/** Stored items that a group could have been, and those that it only resembles; each left out when there are none. */
export function otherItems(identification: Identification | null): {
  readonly candidates?: readonly ItemId[];
  readonly nearMisses?: readonly ItemId[];
} {
  if (identification?.outcome === 'ambiguous') return named(identification.candidates, []);
  if (identification?.outcome === 'matched') return named(identification.others, []);
  if (identification?.outcome === 'nativeKeyReused') return named([identification.item], []);
  if (identification?.outcome === 'created' || identification?.outcome === 'insufficient')
    return named([], identification.nearMisses);
  return {};
}

/** What is new in the same request has no id to be named by. */
function named(candidates: readonly ItemId[], nearMisses: readonly ItemId[]): ReturnType<typeof otherItems> {
  const [some, near] = [candidates.filter(isStored), nearMisses.filter(isStored)];
  return { ...(some.length > 0 ? { candidates: some } : {}), ...(near.length > 0 ? { nearMisses: near } : {}) };
}

/** What is odd about an identification that succeeded. */
export function identificationWarnings({ group, identification }: IdentifiedGroup): readonly ItemError[] {
  if (identification?.outcome === 'matched' && identification.others.length > 0) {
    const message = `${group.label} was recognised by ${identification.by}, but other identities of it belong to ${listItems(identification.others)}. If they are the same thing, merge them.`;
    return [itemError('AMBIGUOUS_MATCH', message)];
  }
  if (identification?.outcome === 'created' && identification.nearMisses.length > 0) {
    const message = `${group.label} is new, but resembles ${listItems(identification.nearMisses)}. If it is the same thing, merge them.`;
    return [itemError('AMBIGUOUS_MATCH', message)];
  }
  return [];
}

function mayNotCreate({ reporter }: BatchContext, label: string): ItemError {
  const message = `${label} is not there yet, and the data source ${quoted(reporter.source)} may not create items. Let another source report it first, or register this one with mayCreate.`;
  return itemError('SOURCE_MAY_NOT_CREATE', message);
}

function insufficient({ rules }: BatchContext, { group }: IdentifiedGroup, nearMisses: readonly ItemId[]): string {
  const ways = rules
    .entriesOf(group.className)
    .filter(({ entry }) => !entry.weak)
    .map(({ entry, label }) => {
      const what = entry.rows === null ? label : `${entry.rows} (${label})`;
      return entry.within === null ? what : `${what} inside its host`;
    });
  const enough = ways.length === 0 ? 'a nativeKey' : ways.join('; or ');
  const near =
    nearMisses.length === 0 ? '' : ` It resembles ${listItems(nearMisses)}; name that one by id if it is the same.`;
  return `Nothing identifies ${group.label}, a ${group.className}. Enough would be: ${enough}.${near}`;
}

function hostError(
  { group, hostErrors }: IdentifiedGroup,
  { outcome, entry }: Extract<Identification, { outcome: 'hostMissing' | 'hostAmbiguous' }>,
): ItemError {
  const types = [...new Set(entry.entry.within?.map((one) => one.relationshipType))].join(' or ');
  const classes = [...new Set(entry.entry.within?.flatMap((one) => one.hostClasses))].join(' or ');
  const rule = `A ${group.className} is identified by ${entry.label} inside a ${classes}, over ${types}`;
  if (outcome === 'hostAmbiguous') {
    return itemError(
      'HOST_AMBIGUOUS',
      `${rule}; ${group.label} names more than one. Name one, or give its id or a known nativeKey.`,
      ['relationships'],
    );
  }
  const failed = hostErrors.find((error) => error.code === 'DEPENDENCY_FAILED') ?? hostErrors[0];
  if (failed?.code === 'DEPENDENCY_FAILED') return failed;
  const why = failed ? ` ${failed.message}` : ' Give that relationship in the same request.';
  return itemError('HOST_MISSING', `${rule}; ${group.label} names none that is there.${why}`, ['relationships']);
}
