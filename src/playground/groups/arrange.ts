import { count } from '../counts';
import { blankItem, isHit, worse, type DrawnArc, type DrawnItem, type ImpactState } from '../answer/drawing';
import type { Fields } from '../read-json';
import { groupKey, GROUPING_WORDS, type Grouping } from './grouping';

/** More would be neither smooth nor readable. */
const DRAWN_ITEMS_MAX = 2_000;

export interface Picture {
  readonly items: readonly DrawnItem[];
  readonly arcs: readonly DrawnArc[];
}

/** How the items of an answer are put together, as the reader wants it. */
export interface Arrangement {
  readonly by: Grouping;
  /** Keys of the groups whose items show. */
  readonly opened: readonly string[];
  /** The item that must show, whatever is closed or left out. */
  readonly chosen: string | null;
  /** Environment and owner by id, where the answer does not say them. */
  readonly lookedUp: ReadonlyMap<string, Fields>;
}

/** One group, drawn as a card or as its items. */
export interface GroupLine {
  readonly key: string;
  readonly size: number;
  readonly open: boolean;
}

export interface Arranged extends Picture {
  /** What is grouped by in the end: too many items are grouped whatever was wanted. */
  readonly by: Grouping;
  /** Largest first; groups of one are not worth a card. */
  readonly groups: readonly GroupLine[];
  /** What the picture leaves out, in full sentences. */
  readonly notes: readonly string[];
}

const groupId = (by: Grouping, key: string): string => `group ${by} ${key}`;

/** Draws groups as cards and what was opened as items; never more cards than can be drawn. */
export function arrange(whole: Picture, arrangement: Arrangement, itemsMax = DRAWN_ITEMS_MAX): Arranged {
  const tooMany = whole.items.length > itemsMax;
  const by = arrangement.by === 'none' && tooMany ? 'class' : arrangement.by;
  const notes: string[] = [];
  if (by !== arrangement.by) {
    notes.push(
      `These are ${count(whole.items.length)} items, more than the ${count(itemsMax)} that are drawn one by one: they ` +
        'stand in groups by class. Open a group to see its items; the list has all of them.',
    );
  }
  if (by === 'none') return { ...whole, by, groups: [], notes };
  const { groups, cardOf } = groupsOf(whole.items, { ...arrangement, by });
  const collapsed = collapse(whole, cardOf);
  const drawn = mostTelling(collapsed, itemsMax, arrangement.chosen);
  if (drawn.items.length < collapsed.items.length) {
    notes.push(
      `Drawn are ${count(drawn.items.length)} of ${count(collapsed.items.length)} cards: groups, then the worst hit, ` +
        `then the nearest. Close groups (${GROUPING_WORDS[by].toLowerCase()}) to see the others.`,
    );
  }
  return { ...tagged(drawn, groups, { ...arrangement, by }), by, groups, notes };
}

/** Members of an open group stand in several layers, where no frame goes around them: each card says what it is of. */
function tagged({ items, arcs }: Picture, groups: readonly GroupLine[], { by, lookedUp }: Arrangement): Picture {
  const places = new Map(groups.map(({ key }, place) => [key, place]));
  const tagOf = (item: DrawnItem) => {
    const key = groupKey(item, by, lookedUp);
    return { words: by === 'class' ? '' : key, place: places.get(key) ?? null };
  };
  return { items: items.map((item) => (item.group === null ? { ...item, tag: tagOf(item) } : item)), arcs };
}

interface Groups {
  readonly groups: readonly GroupLine[];
  /** By id of an item: the card that stands for it. */
  readonly cardOf: ReadonlyMap<string, DrawnItem>;
}

/** What has failed always shows as itself, and so does the one item that a picture is about. */
function groupsOf(items: readonly DrawnItem[], { by, opened, chosen, lookedUp }: Arrangement): Groups {
  const members = new Map<string, DrawnItem[]>();
  const roots = items.filter(({ distance }) => distance === 0);
  for (const item of items) {
    if (item.outage || (roots.length === 1 && item === roots[0])) continue;
    const key = groupKey(item, by, lookedUp);
    const group = members.get(key) ?? [];
    group.push(item);
    members.set(key, group);
  }
  const showing = items.filter(({ id }) => id === chosen).map((item) => groupKey(item, by, lookedUp));
  const open = new Set([...opened, ...showing]);
  const several = [...members].filter(([, group]) => group.length > 1).toSorted((a, b) => b[1].length - a[1].length);
  const cardOf = new Map<string, DrawnItem>();
  for (const [key, group] of several) {
    if (open.has(key)) continue;
    const card = cardFor(groupId(by, key), key, group);
    for (const item of group) cardOf.set(item.id, card);
  }
  return { groups: several.map(([key, { length: size }]) => ({ key, size, open: open.has(key) })), cardOf };
}

function cardFor(id: string, key: string, members: readonly DrawnItem[]): DrawnItem {
  const state = members.reduce<ImpactState | null>((worst, item) => worse(worst, item.state), null);
  const orders = members.flatMap((item) => item.cutOrder ?? []);
  return {
    ...blankItem(id),
    name: key,
    className: `${count(members.length)} items`,
    state,
    spared: members.some((item) => item.spared),
    distance: members.reduce((least, item) => Math.min(least, item.distance ?? least), Number.MAX_SAFE_INTEGER),
    cutOrder: orders.length === 0 ? null : orders.reduce((least, order) => Math.min(least, order)),
    group: {
      key,
      ids: members.map((item) => item.id),
      hit: members.filter((item) => isHit(item.state)).length,
      differing: members.filter((item) => item.difference !== null).length,
    },
  };
}

/** Items give way to the cards that stand for them; dependencies between the same two cards become one. */
function collapse({ items, arcs }: Picture, cardOf: ReadonlyMap<string, DrawnItem>): Picture {
  if (cardOf.size === 0) return { items, arcs };
  const cards = new Set(items.map((item) => cardOf.get(item.id) ?? item));
  const joined = new Map<string, DrawnArc>();
  for (const arc of arcs) {
    const dependent = cardOf.get(arc.dependent)?.id ?? arc.dependent;
    const provider = cardOf.get(arc.provider)?.id ?? arc.provider;
    if (dependent === provider) continue;
    const id = `${dependent} > ${provider}`;
    const known = joined.get(id);
    joined.set(id, known === undefined ? { ...arc, id, dependent, provider } : both(known, arc));
  }
  return { items: [...cards], arcs: [...joined.values()] };
}

function both(known: DrawnArc, more: DrawnArc): DrawnArc {
  return {
    ...known,
    labels: known.labels.includes(more.labels[0] ?? '') ? known.labels : [...known.labels, ...more.labels],
    soft: known.soft && more.soft,
    carries: known.carries || more.carries,
    indirect: known.indirect && more.indirect,
    difference: known.difference === more.difference ? known.difference : 'CHANGED',
  };
}

function mostTelling({ items, arcs }: Picture, itemsMax: number, chosen: string | null): Picture {
  if (items.length <= itemsMax) return { items, arcs };
  const rank = (item: DrawnItem) => (item.id === chosen ? -1 : rankOf(item));
  const kept = items.toSorted((a, b) => rank(a) - rank(b)).slice(0, itemsMax);
  const ids = new Set(kept.map((item) => item.id));
  return { items: kept, arcs: arcs.filter((arc) => ids.has(arc.dependent) && ids.has(arc.provider)) };
}

const STATE_RANK = { DOWN: 0, DEGRADED: 1, AT_RISK: 2, OK: 3 } as const;
const DISTANCE_WEIGHT = 1e6;

function rankOf(item: DrawnItem): number {
  if (item.outage || item.group !== null) return -1;
  const state = item.state === null ? 4 : STATE_RANK[item.state];
  return state * DISTANCE_WEIGHT + Math.min(item.distance ?? DISTANCE_WEIGHT - 1, DISTANCE_WEIGHT - 1);
}
