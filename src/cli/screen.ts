import { readConfig } from '../config';

/** Where a command prints to, as far as its looks are concerned. */
export interface Screen {
  /** Columns of the terminal; null: no terminal, so nothing is cut. */
  readonly width: number | null;
  readonly colours: boolean;
}

/** What standard output is: a terminal of some width, or a file or another program. */
export function standardScreen(): Screen {
  const terminal = process.stdout.isTTY;
  return {
    width: terminal ? (process.stdout.columns ?? 80) : null,
    colours: terminal && readConfig().colours,
  };
}

const CODES = { red: 31, green: 32, yellow: 33, cyan: 36, bold: 1, dim: 2 } as const;
export type Paint = keyof typeof CODES;

/** A text in a colour, where there are colours. */
export const painted = (screen: Screen, text: string, paint: Paint | null): string =>
  !screen.colours || paint === null || text === '' ? text : `\x1b[${CODES[paint]}m${text}\x1b[0m`;

/** What is worst stands out. */
const PAINTS: Readonly<Record<Paint, readonly string[]>> = {
  red: ['DOWN', 'CRITICAL', 'RETIRED', 'ENDED', 'REMOVED'],
  yellow: ['DEGRADED', 'AT_RISK', 'ABSENT', 'UPDATED', 'CHANGED', 'AWAITING_CONFIRMATION'],
  green: ['OK', 'CREATED', 'ADDED'],
  cyan: [],
  bold: [],
  dim: [],
};
const BY_WORD = new Map(
  Object.entries(PAINTS).flatMap(([paint, words]) => words.map((word) => [word, paint as Paint])),
);

/** The colour of a state, a criticality or a kind of change. */
export const paintOf = (word: string | null): Paint | null => BY_WORD.get(word ?? '') ?? null;
