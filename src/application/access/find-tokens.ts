import type { ApiToken } from '../../domain/access/api-token';
import type { Principal } from '../../domain/access/principal';
import type { PageRequest, PageResult } from '../../domain/page';
import { countApiTokens as count, findApiToken as find, pageApiTokens as page } from '../../storage/api-tokens';
import type { Application } from '../application';

type Source = Pick<Application, 'database'>;

/** One page of the tokens that reach no further than who asks, revoked ones included, the oldest first. */
export const pageApiTokens = (
  { database }: Source,
  { visibility }: Principal,
  request: PageRequest,
): Promise<PageResult<ApiToken>> => page(database, visibility, request);

/** How many there are. */
export const countApiTokens = ({ database }: Source, { visibility }: Principal): Promise<number> =>
  count(database, visibility);

/** One token by its id; null when there is none. */
export const findApiToken = ({ database }: Source, id: string): Promise<ApiToken | null> => find(database, id);
