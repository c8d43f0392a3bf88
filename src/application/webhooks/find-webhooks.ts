import DataLoader from 'dataloader';
import type { Principal } from '../../domain/access/principal';
import type { PageRequest, PageResult } from '../../domain/page';
import type { DeadLetter, Webhook } from '../../domain/webhooks/webhook';
import { countDeadLetters, pageDeadLetters } from '../../storage/webhooks/webhook-dead-letters';
import { countWebhooks as count, findWebhook as find, pageWebhooks as page } from '../../storage/webhooks/webhooks';
import type { Application } from '../application';

type Source = Pick<Application, 'database'>;

/** One page of the webhooks that tell no more than who asks sees, the oldest first. */
export const pageWebhooks = (
  { database }: Source,
  { visibility }: Principal,
  request: PageRequest,
): Promise<PageResult<Webhook>> => page(database, visibility, request);

/** How many there are. */
export const countWebhooks = ({ database }: Source, { visibility }: Principal): Promise<number> =>
  count(database, visibility);

/** One webhook; null when there is none of that id. */
export const findWebhook = ({ database }: Source, id: string): Promise<Webhook | null> => find(database, id);

/** Dead letters of webhooks; what is asked for within one turn goes into one statement. */
export interface LetterReaders {
  /** Pages of the letters of webhooks, the oldest first; the same page of many webhooks is one statement. */
  pagesOf(request: PageRequest): Pick<DataLoader<string, PageResult<DeadLetter>>, 'load'>;
  /** How many a webhook has. */
  readonly counts: Pick<DataLoader<string, number>, 'load'>;
}

/** Readers for one request. */
export function createLetterReaders({ database }: Source): LetterReaders {
  const pages = new Map<string, DataLoader<string, PageResult<DeadLetter>>>();
  return {
    pagesOf: (request) => {
      const key = JSON.stringify(request);
      const loader =
        pages.get(key) ?? new DataLoader((ids: readonly string[]) => pageDeadLetters(database, ids, request));
      pages.set(key, loader);
      return loader;
    },
    counts: new DataLoader((ids: readonly string[]) => countDeadLetters(database, ids)),
  };
}
