import { isHit, type DifferenceKind, type DrawnItem, type ImpactState } from './answer/drawing';

/** How an item looks: its state, unless something tells more about it. */
export type Look = ImpactState | 'OUTAGE' | 'SPARED' | DifferenceKind | 'SINGLE_POINT' | 'IN_SET' | 'PLAIN';

export function lookOf(item: DrawnItem): Look {
  if (item.outage) return 'OUTAGE';
  if (isHit(item.state)) return item.state ?? 'PLAIN';
  if (item.spared) return 'SPARED';
  return differenceOf(item) ?? weaknessOf(item) ?? item.state ?? 'PLAIN';
}

function differenceOf({ difference, group }: DrawnItem): DifferenceKind | null {
  return difference ?? ((group?.differing ?? 0) > 0 ? 'CHANGED' : null);
}

function weaknessOf({ cutOrder }: DrawnItem): Look | null {
  if (cutOrder === null) return null;
  return cutOrder === 1 ? 'SINGLE_POINT' : 'IN_SET';
}

/** Worst first. */
export const LOOKS: readonly Look[] = [
  'OUTAGE',
  'DOWN',
  'DEGRADED',
  'AT_RISK',
  'SPARED',
  'SINGLE_POINT',
  'IN_SET',
  'REMOVED',
  'CHANGED',
  'ADDED',
  'OK',
  'PLAIN',
];

/** The state in words, beside colour and sign. */
export const LOOK_WORDS: Readonly<Record<Look, string>> = {
  OUTAGE: 'OUTAGE',
  DOWN: 'DOWN',
  DEGRADED: 'DEGRADED',
  AT_RISK: 'AT RISK',
  SPARED: 'SPARED',
  ADDED: 'ADDED',
  REMOVED: 'REMOVED',
  CHANGED: 'CHANGED',
  SINGLE_POINT: 'SINGLE POINT',
  IN_SET: 'IN A SET',
  OK: 'OK',
  PLAIN: '',
};

/** Everything that is to be said of an item in a word or two: of a group, what is worst in it. */
export function lookWords(item: DrawnItem): string {
  const look = lookOf(item);
  const difference = differenceOf(item);
  const margin = look === 'SPARED' && item.margin !== null ? ` · ${marginWords(item.margin)}` : '';
  const words = [
    LOOK_WORDS[look] + margin,
    ...(difference === null || difference === look ? [] : [LOOK_WORDS[difference]]),
  ];
  const said = words.filter((word) => word !== '').join(' · ');
  return item.group === null || said === '' || look === 'OK' ? said : `some ${said}`;
}

function marginWords(margin: number): string {
  return margin === 0 ? 'none to spare' : `${margin} to spare`;
}

const NAME_LENGTH_MAX = 34;

/** The two lines on the card of an item. */
export function cardLines(item: DrawnItem): [string, string] {
  const second = [item.className ?? '', item.tag?.words ?? '', lookWords(item)]
    .filter((part) => part !== '')
    .join(' · ');
  return [shortened(item.name, NAME_LENGTH_MAX), second];
}

/** Cut in the middle: names of one family differ at both ends. */
export function shortened(text: string, lengthMax: number): string {
  if (text.length <= lengthMax) return text;
  const characters = Array.from(new Intl.Segmenter().segment(text), ({ segment }) => segment);
  if (characters.length <= lengthMax) return text;
  const head = Math.ceil((lengthMax - 1) * 0.6);
  return `${characters.slice(0, head).join('')}…${characters.slice(head + 1 - lengthMax).join('')}`;
}

/** One sentence for screen readers and titles. */
export function spoken(item: DrawnItem): string {
  const look = lookWords(item);
  const words = item.outage && item.state !== null ? `${look}, ${item.state}` : look;
  return [item.name, item.className ?? '', words].filter((part) => part !== '').join(', ');
}
