import { itemError, type ItemError } from '../errors';
import { quoted } from '../nearest-name';
import { type Principal, RIGHTS_OF_ROLE, type Role } from './principal';
import { isWithin, visibilityOf } from './visibility';

/** What an API token is for and how far it reaches. */
export interface ApiTokenScope {
  /** Stands in the change log as the principal; never given twice. */
  readonly name: string;
  readonly role: Role;
  /** The empty text is the default tenant; null: all tenants. */
  readonly tenants: readonly string[] | null;
  readonly labels: Readonly<Record<string, string>>;
  /** Data sources it may report as; null: any. */
  readonly sources: readonly string[] | null;
  readonly description: string | null;
  /** RFC 3339; null: never. */
  readonly expiresAt: string | null;
}

/** A token as it is stored; its secret is not. */
export interface ApiToken extends ApiTokenScope {
  readonly id: string;
  readonly createdBy: string;
  readonly createdAt: string;
  readonly revokedAt: string | null;
  readonly revokedBy: string | null;
  readonly lastUsedAt: string | null;
}

/** The caller that a token stands for. */
export function principalOf({ id, name, role, tenants, labels, sources, expiresAt }: ApiToken): Principal {
  const visibility = visibilityOf({ tenants, labels });
  return { name, role, visibility, sources, authenticatedBy: 'API_TOKEN', tokenId: id, expiresAt };
}

const NAME = /^[A-Za-z0-9][A-Za-z0-9._@-]{0,99}$/;
/** Stand in the change log for something else. */
const TAKEN: ReadonlySet<string> = new Set(['anonymous', 'system']);
const ENTRIES_MAX = 100;
const TEXT_MAX = 1_000;

/** What is wrong with a token that somebody wants to make; `maker` can give away only what it has. */
export function checkApiToken(scope: ApiTokenScope, maker: Principal, now: Date): readonly ItemError[] {
  return [...checkFields(scope, now), ...checkReach(scope, maker)];
}

function checkFields(scope: ApiTokenScope, now: Date): readonly ItemError[] {
  const errors: ItemError[] = [];
  if (!NAME.test(scope.name) || TAKEN.has(scope.name)) {
    const rule =
      'letters, digits and . _ @ -, beginning with a letter or digit, 100 at most, and neither anonymous nor system';
    errors.push(itemError('INVALID_NAME', `A token cannot be called ${quoted(scope.name)}: use ${rule}.`, ['name']));
  }
  if (scope.expiresAt !== null && Date.parse(scope.expiresAt) <= now.getTime()) {
    errors.push(
      itemError('INVALID_VALUE', `The token would have expired at ${scope.expiresAt}: name a later time.`, [
        'expiresAt',
      ]),
    );
  }
  if (scope.role === 'DISCOVERER' && !scope.sources?.length) {
    const message = 'A discoverer reports only as the data sources it is given: name them in sources.';
    errors.push(itemError('INVALID_VALUE', message, ['sources']));
  }
  for (const [field, texts] of [
    ['tenants', scope.tenants ?? []],
    ['sources', scope.sources ?? []],
    ['labels', Object.entries(scope.labels).flat()],
    ['description', [scope.description ?? '']],
  ] as const) {
    const tooLong = texts.length > 2 * ENTRIES_MAX || texts.some((text) => text.length > TEXT_MAX);
    const message = `${field}: at most ${ENTRIES_MAX} entries of ${TEXT_MAX} characters, without U+0000.`;
    if (tooLong || texts.some((text) => text.includes('\u0000')))
      errors.push(itemError('INVALID_VALUE', message, [field]));
  }
  return errors;
}

function checkReach(scope: ApiTokenScope, maker: Principal): readonly ItemError[] {
  const errors: ItemError[] = [];
  const refuse = (field: string, what: string): void => {
    const next = 'A token reaches no further than who makes it: ask for less, or have somebody else make it.';
    errors.push(itemError('FORBIDDEN', `${quoted(maker.name)} cannot give away ${what}. ${next}`, [field]));
  };
  if (!RIGHTS_OF_ROLE[scope.role].every((right) => RIGHTS_OF_ROLE[maker.role].includes(right))) {
    refuse('role', `the role ${scope.role}`);
  }
  if (!isWithin(visibilityOf(scope), maker.visibility)) refuse('tenants', 'items that it does not see itself');
  const { sources } = maker;
  if (sources !== null && !scope.sources?.every((source) => sources.includes(source))) {
    refuse('sources', 'data sources that it may not report as itself');
  }
  return errors;
}
