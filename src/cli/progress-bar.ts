import { countOf, type ImportTotals } from './import-totals';

/** What an import shows of itself while it runs. */
export interface Progress {
  /** `bytes` of the input have been read for what has landed. */
  landed(totals: ImportTotals, bytes: number): void;
  /** A line that stays. */
  say(message: string): void;
  /** Takes away what does not stay. */
  end(): void;
}

/** Where it is shown: standard error, usually. */
export interface ProgressScreen {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

/** Without a terminal a line is written this often. */
const PLAIN_LINE_MS = 10_000;
/** Rates are those of the last so many landings. */
const WINDOW = 20;

/**
 * A bar with rate and remaining time on a terminal, plain lines elsewhere. `size`: bytes of all input, null when unknown.
 * The clock gives milliseconds.
 */
export function createProgress(screen: ProgressScreen, size: number | null, clock: () => number): Progress {
  const samples: Sample[] = [{ at: clock(), records: 0, bytes: 0 }];
  let lastLine = clock();
  const line = (): string => {
    const first = samples[0];
    const last = samples.at(-1);
    return first && last ? progressLine(first, last, size) : '';
  };
  return {
    landed: (totals, bytes) => {
      const { items, relationships } = countOf(totals);
      samples.push({ at: clock(), records: items + relationships, bytes });
      if (samples.length > WINDOW) samples.shift();
      if (screen.isTTY === true) screen.write(`\r${line().slice(0, (screen.columns ?? 80) - 1)}\x1b[K`);
      else if (clock() - lastLine >= PLAIN_LINE_MS) {
        lastLine = clock();
        screen.write(`${line()}\n`);
      }
    },
    say: (message) => void screen.write(`${screen.isTTY === true ? '\r\x1b[K' : ''}${message}\n`),
    end: () => void (screen.isTTY === true && screen.write('\r\x1b[K')),
  };
}

interface Sample {
  readonly at: number;
  readonly records: number;
  readonly bytes: number;
}

const BAR_WIDTH = 24;

/** `[#####---] 42 %  120,000 records  2,400/s  0:48 left`; without a known size only what has landed, and how fast. */
function progressLine(first: Sample, last: Sample, size: number | null): string {
  const seconds = Math.max((last.at - first.at) / 1000, 0.001);
  const rate = `${whole(last.records)} records  ${whole((last.records - first.records) / seconds)}/s`;
  if (size === null || size === 0) return rate;
  const share = Math.min(last.bytes / size, 1);
  const filled = Math.round(share * BAR_WIDTH);
  const bar = `[${'#'.repeat(filled)}${'-'.repeat(BAR_WIDTH - filled)}]`;
  const bytesPerSecond = (last.bytes - first.bytes) / seconds;
  const left = bytesPerSecond > 0 ? `  ${clockTime((size - last.bytes) / bytesPerSecond)} left` : '';
  return `${bar} ${Math.floor(share * 100)} %  ${rate}${left}`;
}

const whole = (value: number): string => Math.round(value).toLocaleString('en-US');

/** 75 -> 1:15; 3,725 -> 1:02:05. */
function clockTime(seconds: number): string {
  const rest = Math.max(Math.round(seconds), 0);
  const two = (value: number): string => String(value).padStart(2, '0');
  const hours = Math.floor(rest / 3600);
  const minutes = Math.floor((rest % 3600) / 60);
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest % 60)}` : `${minutes}:${two(rest % 60)}`;
}
