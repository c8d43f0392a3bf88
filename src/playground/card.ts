import type { DrawnItem, ImpactState } from './drawing';

/** How an item looks: its state, unless something tells more about it. */
export type Look = ImpactState | 'OUTAGE' | 'SPARED' | 'PLAIN';

export function lookOf(item: DrawnItem): Look {
  if (item.outage) return 'OUTAGE';
  if (item.spared && (item.state === null || item.state === 'OK')) return 'SPARED';
  return item.state ?? 'PLAIN';
}

/** The state in words, beside colour and sign. */
export const LOOK_WORDS: Readonly<Record<Look, string>> = {
  OUTAGE: 'OUTAGE',
  DOWN: 'DOWN',
  DEGRADED: 'DEGRADED',
  AT_RISK: 'AT RISK',
  SPARED: 'SPARED',
  OK: 'OK',
  PLAIN: '',
};

const NAME_LENGTH_MAX = 34;

/** The two lines on the card of an item. */
export function cardLines(item: DrawnItem): [string, string] {
  const words = LOOK_WORDS[lookOf(item)];
  const second = [item.className ?? '', words].filter((part) => part !== '').join(' · ');
  return [shortened(item.name, NAME_LENGTH_MAX), second];
}

/** Cut in the middle: names of one family differ at both ends. */
export function shortened(text: string, lengthMax: number): string {
  const characters = Array.from(new Intl.Segmenter().segment(text), ({ segment }) => segment);
  if (characters.length <= lengthMax) return text;
  const head = Math.ceil((lengthMax - 1) * 0.6);
  return `${characters.slice(0, head).join('')}…${characters.slice(head + 1 - lengthMax).join('')}`;
}

/** One sentence for screen readers and titles. */
export function spoken(item: DrawnItem): string {
  const look = LOOK_WORDS[lookOf(item)];
  const words = item.outage && item.state !== null ? `${look}, ${item.state}` : look;
  return [item.name, item.className ?? '', words].filter((part) => part !== '').join(', ');
}
