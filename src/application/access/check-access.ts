import { type Need } from '../../domain/access/needed-rights';
import { RIGHTS_OF_ROLE, ROLES, type Principal } from '../../domain/access/principal';
import { DomainError } from '../../domain/errors';
import { quoted } from '../../domain/nearest-name';
import type { Application } from '../application';
import { requireSession } from '../sync/join-session';

/** What a caller asks for: an operation as messages name it, and what it asks of them. */
export interface Wanted {
  readonly operation: string;
  /** Undefined: nobody said what it needs, so nobody may. */
  readonly need: Need | undefined;
}

/** Throws FORBIDDEN, with who could or what to do, unless the role of a caller allows an operation. */
export function checkRight(principal: Principal, { operation, need }: Wanted): void {
  if (!need) throw new DomainError('FORBIDDEN', `${operation} is open to nobody.`);
  if (!RIGHTS_OF_ROLE[principal.role].includes(need.right)) {
    const roles = ROLES.filter((role) => RIGHTS_OF_ROLE[role].includes(need.right)).join(' or ');
    const next = `It takes the role ${roles}: ask an administrator for a token with it.`;
    throw new DomainError(
      'FORBIDDEN',
      `${operation} is not for ${quoted(principal.name)}, whose role is ${principal.role}. ${next}`,
    );
  }
  if (need.whole && principal.visibility !== null) {
    const next = 'Use a token that is not limited to tenants or labels.';
    throw new DomainError(
      'FORBIDDEN',
      `${operation} is about the whole inventory, and ${quoted(principal.name)} sees a part of it. ${next}`,
    );
  }
}

/** Throws FORBIDDEN unless a caller may report as a data source. */
export function checkSource({ name, sources }: Principal, source: string): void {
  if (sources === null || sources.includes(source)) return;
  const known = sources.length === 0 ? 'none' : sources.map(quoted).join(', ');
  const next = 'Use the token of that source, or ask an administrator for one.';
  throw new DomainError(
    'FORBIDDEN',
    `${quoted(name)} may not report as the data source ${quoted(source)}, only as: ${known}. ${next}`,
  );
}

/** Throws FORBIDDEN unless a caller may do what an input asks for, as the data source that it names. */
export async function checkAccess(
  { database }: Pick<Application, 'database'>,
  principal: Principal,
  wanted: Wanted,
  input: Readonly<Record<string, unknown>>,
): Promise<void> {
  checkRight(principal, wanted);
  const { source, session } = wanted.need ?? {};
  if (principal.sources === null) return;
  const named = source === undefined ? undefined : input[source];
  if (typeof named === 'string') checkSource(principal, named);
  if (!session) return;
  checkSource(principal, (await requireSession({ database }, String(input['session']), principal.visibility)).source);
}
