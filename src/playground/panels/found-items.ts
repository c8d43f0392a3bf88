import { entriesOf, fieldsOf, numberOf, textOf, type Fields } from '../read-json';

/** An item that a search found. */
export interface FoundItem {
  readonly id: string;
  readonly name: string;
  readonly className: string;
  readonly environment: string;
  /** False for what only stands in front of others, as a Kubernetes service does before its workload. */
  readonly canFail: boolean;
}

export interface FoundItems {
  readonly items: readonly FoundItem[];
  readonly total: number;
}

/**
 * The answer to `searchFor`: what the words mean as a whole comes first, then what holds them; nothing twice. Of several
 * with one name those come first that can fail by themselves: whoever says "redis-cart fails" means the program.
 */
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
  const items = failingFirst([...byId.values()]);
  const total = numberOf(fieldsOf(answer?.['configurationItems'])?.['totalCount']) ?? 0;
  return { items, total: Math.max(total, items.length) };
}

function failingFirst(items: readonly FoundItem[]): FoundItem[] {
  const ranks = new Map<string, number>();
  items.forEach(({ name }, at) => ranks.set(name, ranks.get(name) ?? at));
  const rank = ({ name, canFail }: FoundItem) => (ranks.get(name) ?? 0) + (canFail ? 0 : 0.5);
  return items.toSorted((a, b) => rank(a) - rank(b));
}

function itemOf(fields: Fields): FoundItem | null {
  const id = textOf(fields['id']);
  if (id === null) return null;
  return {
    id,
    name: textOf(fields['name']) ?? id,
    className: textOf(fieldsOf(fields['class'])?.['name']) ?? '',
    environment: textOf(fields['environment']) ?? '',
    canFail: fields['canFail'] !== false,
  };
}
