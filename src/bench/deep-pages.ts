import type { Application } from '../application/application';
import { findItems } from '../application/lists/find-items';
import type { PagePosition } from '../domain/page';
import { interleaved, type Measurement } from './measurement';

const ROUNDS = 15;
const PAGE = { limit: 100, backward: false, before: null } as const;
/** The page that lies this deep in the list, or the last whole one of a smaller list. */
const DEEP_PAGE = 10_000;

/** The first page of a filtered and ordered list of all items against one far behind it, reached by its cursor. */
export async function measureDeepPages(app: Application, size: string): Promise<Measurement> {
  const at = app.projection.head;
  const selection = {
    filter: { lifecycle: ['OPERATIONAL'] },
    order: [{ field: 'NAME', direction: 'ASCENDING' }],
  } as const;
  const [row] = await app.database.query<{ count: number }>('select count(*) as count from configuration_item');
  const page = Math.max(1, Math.min(DEEP_PAGE, Math.floor((row?.count ?? 0) / PAGE.limit)));
  const after = await positionOf(app, (page - 1) * PAGE.limit - 1);
  const read = async (from: PagePosition | null): Promise<void> => {
    const { entries } = await findItems(app, selection, at, { ...PAGE, after: from });
    if (entries.length !== PAGE.limit) throw new Error(`a page holds ${entries.length} items`);
  };
  await read(after);
  const [deep = 0, first = 0] = await interleaved(ROUNDS, [() => read(after), () => read(null)]);
  return {
    what: `page ${page.toLocaleString('en-US')} of a filtered and ordered list, ${size}`,
    milliseconds: deep,
    reference: 'page 1',
    referenceMilliseconds: first,
    note: `${PAGE.limit} items a page`,
  };
}

/** Where an item stands, counted from 0; null in front of all. */
async function positionOf({ database }: Application, place: number): Promise<PagePosition | null> {
  if (place < 0) return null;
  const [row] = await database.query<{ name: string; id: number }>(
    'select name, id from configuration_item order by name, id offset $1 limit 1',
    [place],
  );
  return row ? [row.name, row.id] : null;
}
