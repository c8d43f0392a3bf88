import { entriesOf, fieldsOf, numberOf, textOf, type Fields } from '../read-json';

/** An item that a search found. */
export interface FoundItem {
  readonly id: string;
  readonly name: string;
  readonly className: string;
  readonly environment: string;
}

export interface FoundItems {
  readonly items: readonly FoundItem[];
  readonly total: number;
}

/** The answer to `searchFor`: what the words mean as a whole comes first, then what holds them; nothing twice. */
export function foundIn(data: unknown): FoundItems {
  const answer = fieldsOf(data);
  const matches = entriesOf(answer?.['matchConfigurationItems']);
  const meant = matches.flatMap((match) => [fieldsOf(match['configurationItem']), ...entriesOf(match['candidates'])]);
  const listed = entriesOf(answer?.['configurationItems']);
  const byId = new Map<string, FoundItem>();
  for (const entry of [...meant, ...listed]) {
    const item = entry === null ? null : itemOf(entry);
    if (item !== null && !byId.has(item.id)) byId.set(item.id, item);
  }
  const items = [...byId.values()];
  const total = numberOf(fieldsOf(answer?.['configurationItems'])?.['totalCount']) ?? 0;
  return { items, total: Math.max(total, items.length) };
}

function itemOf(fields: Fields): FoundItem | null {
  const id = textOf(fields['id']);
  if (id === null) return null;
  return {
    id,
    name: textOf(fields['name']) ?? id,
    className: textOf(fieldsOf(fields['class'])?.['name']) ?? '',
    environment: textOf(fields['environment']) ?? '',
  };
}
