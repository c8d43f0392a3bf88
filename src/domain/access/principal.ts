import type { Visibility } from './visibility';

/** What somebody may be. */
export const ROLES = ['VIEWER', 'DISCOVERER', 'EDITOR', 'ADMINISTRATOR'] as const;
/** One of {@link ROLES}. */
export type Role = (typeof ROLES)[number];

/** What may be done: each right is a kind of operation. */
export type Right =
  /** Ask. */
  | 'READ'
  /** Report as a data source: ingest, sync sessions, lists of outages. */
  | 'REPORT'
  /** Change things by hand, and decide about what others reported. */
  | 'EDIT'
  /** Change the class model and the rules, give others access. */
  | 'ADMINISTER';

/** What each role may do. A discoverer may read what it reports about, and reports only as the sources it is given. */
export const RIGHTS_OF_ROLE: Readonly<Record<Role, readonly Right[]>> = {
  VIEWER: ['READ'],
  DISCOVERER: ['READ', 'REPORT'],
  EDITOR: ['READ', 'REPORT', 'EDIT'],
  ADMINISTRATOR: ['READ', 'REPORT', 'EDIT', 'ADMINISTER'],
};

/** How a caller showed who they are. */
const AUTHENTICATIONS = ['NONE', 'API_TOKEN', 'OIDC'] as const;
/** One of {@link AUTHENTICATIONS}. */
export type Authentication = (typeof AUTHENTICATIONS)[number];

/** Who asks, and what they may do and see. Worked out once at the door. */
export interface Principal {
  /** Stands in the change log: the name of an API token, `oidc:` and the subject of a bearer token, or `anonymous`. */
  readonly name: string;
  readonly role: Role;
  /** Null: sees everything. */
  readonly visibility: Visibility | null;
  /** The data sources that may be reported as; null: any. */
  readonly sources: readonly string[] | null;
  readonly authenticatedBy: Authentication;
  /** The API token, if it is one. */
  readonly tokenId: string | null;
  /** RFC 3339; null: does not expire. */
  readonly expiresAt: string | null;
}

/** Everybody, while no authentication is configured. */
export const ANONYMOUS: Principal = {
  name: 'anonymous',
  role: 'ADMINISTRATOR',
  visibility: null,
  sources: null,
  authenticatedBy: 'NONE',
  tokenId: null,
  expiresAt: null,
};
