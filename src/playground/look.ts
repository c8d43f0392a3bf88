import type { Look } from './card';

/** Colours of one look in one theme. */
export interface Tone {
  readonly fill: string;
  readonly border: string;
  readonly text: string;
  /** The sign on the card. */
  readonly sign: string;
}

/**
 * Blue, yellow, orange and dark red stay apart for every kind of colour blindness (after Okabe and Ito), and grow
 * darker with severity so that they stay apart in grey as well. Green, grey and violet say what differs and what is weak. Each look has its own sign, word and outline besides.
 */
export const TONES: Readonly<Record<'light' | 'dark', Readonly<Record<Look, Tone>>>> = {
  light: {
    OUTAGE: { fill: '#7a1022', border: '#3d0710', text: '#ffffff', sign: '#ffd9de' },
    DOWN: { fill: '#c8382f', border: '#8c1d18', text: '#ffffff', sign: '#ffffff' },
    DEGRADED: { fill: '#f0a63c', border: '#a05a00', text: '#2b1a00', sign: '#6b3a00' },
    AT_RISK: { fill: '#fdf3b0', border: '#a08600', text: '#332b00', sign: '#7a6500' },
    SPARED: { fill: '#d9ebfa', border: '#1f6fb2', text: '#0b2d4a', sign: '#1f6fb2' },
    ADDED: { fill: '#d6f2e2', border: '#17764a', text: '#0c3322', sign: '#17764a' },
    REMOVED: { fill: '#e9edf2', border: '#66727f', text: '#414c58', sign: '#4d5965' },
    CHANGED: { fill: '#f3e4fb', border: '#8136ad', text: '#351249', sign: '#8136ad' },
    SINGLE_POINT: { fill: '#4a2a7d', border: '#24123f', text: '#ffffff', sign: '#e6d9ff' },
    IN_SET: { fill: '#ece6fa', border: '#6a4fb0', text: '#2a1b4d', sign: '#6a4fb0' },
    OK: { fill: '#ffffff', border: '#8b98a9', text: '#26323f', sign: '#5d6b7c' },
    PLAIN: { fill: '#f1f5fa', border: '#7b8a9d', text: '#26323f', sign: '#5d6b7c' },
  },
  dark: {
    OUTAGE: { fill: '#ffffff', border: '#ff6b7e', text: '#6d0a1b', sign: '#c01836' },
    DOWN: { fill: '#d8483f', border: '#ff8f87', text: '#ffffff', sign: '#ffffff' },
    DEGRADED: { fill: '#c98216', border: '#ffc46b', text: '#1f1200', sign: '#1f1200' },
    AT_RISK: { fill: '#4d4517', border: '#d9c244', text: '#fff5bd', sign: '#e8d460' },
    SPARED: { fill: '#153a59', border: '#5fb0ee', text: '#dcefff', sign: '#7cc3f8' },
    ADDED: { fill: '#12402b', border: '#5ed39a', text: '#dcf7e9', sign: '#7fe3b2' },
    REMOVED: { fill: '#2a313a', border: '#98a5b3', text: '#c3ccd6', sign: '#b3bfcb' },
    CHANGED: { fill: '#42205a', border: '#cf90f2', text: '#f6e8ff', sign: '#dcaaf8' },
    SINGLE_POINT: { fill: '#d9c7ff', border: '#8f6be0', text: '#2b1659', sign: '#4a2a7d' },
    IN_SET: { fill: '#352a58', border: '#a48bf0', text: '#ece4ff', sign: '#b9a4f7' },
    OK: { fill: '#28323f', border: '#73849a', text: '#e4eaf2', sign: '#9fb0c4' },
    PLAIN: { fill: '#2c3a4d', border: '#73849a', text: '#e4eaf2', sign: '#9fb0c4' },
  },
};

/** SVG paths in a 16 × 16 box: what tells the looks apart without colour. */
export const SIGNS: Readonly<Record<Look, string | null>> = {
  OUTAGE: 'M9.5 0.5 L2.5 9 H7 L5.5 15.5 L13.5 6.5 H8.6 Z',
  DOWN: 'M3.2 1.4 L8 6.2 L12.8 1.4 L14.6 3.2 L9.8 8 L14.6 12.8 L12.8 14.6 L8 9.8 L3.2 14.6 L1.4 12.8 L6.2 8 L1.4 3.2 Z',
  DEGRADED: 'M6.6 1 H9.4 V9 H13.4 L8 15 L2.6 9 H6.6 Z',
  AT_RISK: 'M8 0.8 L15.6 14.8 H0.4 Z M7.1 5.4 V10.2 H8.9 V5.4 Z M7.1 11.4 V13.2 H8.9 V11.4 Z',
  SPARED:
    'M8 0.6 L14.4 2.8 V7.6 C14.4 11.4 11.6 14.4 8 15.6 C4.4 14.4 1.6 11.4 1.6 7.6 V2.8 Z M6.9 11.4 L12 6.2 L10.8 5 L6.9 8.9 L5.2 7.2 L4 8.4 Z',
  ADDED: 'M6.4 1.5 H9.6 V6.4 H14.5 V9.6 H9.6 V14.5 H6.4 V9.6 H1.5 V6.4 H6.4 Z',
  REMOVED: 'M1.5 6.4 H14.5 V9.6 H1.5 Z',
  CHANGED: 'M11.5 1 L15 4.5 L5.5 14 L1 15 L2 10.5 Z',
  SINGLE_POINT: 'M8 0.8 A7.2 7.2 0 1 1 7.99 0.8 Z M8 3.2 A4.8 4.8 0 1 0 8.01 3.2 Z M8 5.6 A2.4 2.4 0 1 1 7.99 5.6 Z',
  IN_SET: 'M4 5 A3 3 0 1 1 3.99 5 Z M12 5 A3 3 0 1 1 11.99 5 Z M7 7 H9 V9 H7 Z',
  OK: null,
  PLAIN: null,
};

/** Outlines by look. */
export const OUTLINES: Readonly<
  Record<Look, { readonly shape: 'round-rectangle' | 'cut-rectangle'; readonly line: 'solid' | 'dashed' | 'double' }>
> = {
  OUTAGE: { shape: 'cut-rectangle', line: 'double' },
  DOWN: { shape: 'cut-rectangle', line: 'solid' },
  DEGRADED: { shape: 'round-rectangle', line: 'solid' },
  AT_RISK: { shape: 'round-rectangle', line: 'dashed' },
  SPARED: { shape: 'round-rectangle', line: 'double' },
  ADDED: { shape: 'round-rectangle', line: 'solid' },
  REMOVED: { shape: 'round-rectangle', line: 'dashed' },
  CHANGED: { shape: 'round-rectangle', line: 'solid' },
  SINGLE_POINT: { shape: 'cut-rectangle', line: 'double' },
  IN_SET: { shape: 'cut-rectangle', line: 'solid' },
  OK: { shape: 'round-rectangle', line: 'solid' },
  PLAIN: { shape: 'round-rectangle', line: 'solid' },
};

/** The colours as custom properties, for the parts of the pane that are not drawn on the canvas. */
export function paneColours(theme: 'light' | 'dark'): Record<string, string> {
  const tones = Object.entries(TONES[theme]).flatMap(([look, tone]) => [
    [`--${look}-fill`, tone.fill],
    [`--${look}-border`, tone.border],
    [`--${look}-text`, tone.text],
    [`--${look}-sign`, tone.sign],
  ]);
  return Object.fromEntries(tones) as Record<string, string>;
}

/** For what is not drawn on the canvas: the colours of one look, whichever theme is worn (`paneColours`). */
export function lookStyle(look: Look): { borderColor: string; background: string; color: string } {
  return { borderColor: `var(--${look}-border)`, background: `var(--${look}-fill)`, color: `var(--${look}-text)` };
}
