/** The rules of Backstage for names: letters, digits and single separators between them, 63 characters at most. */
const NAME_MAX = 63;

/** Gives out names, each once within its kind: what the name of an item cannot say, its id does. */
export function entityNames(): (kind: string, name: string, id: string) => string {
  const taken = new Set<string>();
  return (kind, name, id) => {
    const wanted = slug(name, NAME_MAX);
    const suffix = `-${slug(id, NAME_MAX)}`;
    const free = (one: string): boolean => one !== '' && !taken.has(`${kind} ${one.toLowerCase()}`);
    const chosen = free(wanted) ? wanted : slug(`${wanted.slice(0, NAME_MAX - suffix.length)}${suffix}`, NAME_MAX);
    taken.add(`${kind} ${chosen.toLowerCase()}`);
    return chosen;
  };
}

function slug(text: string, most: number): string {
  const plain = text
    .normalize('NFKD')
    .replace(/\p{Mn}/gu, '')
    .replace(/[^A-Za-z0-9._-]+/g, '-')
    .replace(/[-_.]{2,}/g, '-');
  return plain
    .replace(/^[-_.]+/, '')
    .slice(0, most)
    .replace(/[-_.]+$/, '');
}

/** The name in a reference such as `component:default/cart`. */
export const entityName = (reference: string): string => reference.slice(reference.indexOf('/') + 1);

/** A tag or type: lower case, with dashes. */
export const tagOf = (text: string): string => slug(text.toLowerCase(), NAME_MAX).replace(/[._]/g, '-');

const PART = /^[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$/;
const DOMAIN = /^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/;

/** Whether a key may be that of a label: a name, with a domain in front of it or not. */
export function isLabelKey(key: string): boolean {
  const parts = key.split('/');
  const name = parts.pop() ?? '';
  const [domain] = parts;
  return (
    parts.length <= 1 && PART.test(name) && (domain === undefined || (domain.length <= 253 && DOMAIN.test(domain)))
  );
}

/** Whether a value may be that of a label. */
export const isLabelValue = (value: unknown): boolean => typeof value === 'string' && PART.test(value);
