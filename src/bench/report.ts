import { cpus, totalmem } from 'node:os';
import type { Measurement } from './measurement';

/** The measurements of one section as a Markdown table, ready for the README. */
export function reportSection(title: string, measurements: readonly Measurement[]): string {
  const rows = measurements.map((one) => {
    const ratio =
      one.referenceMilliseconds === null
        ? ''
        : `${format(one.referenceMilliseconds / Math.max(one.milliseconds, 1e-9))}×${wantedOf(one)}`;
    const reference =
      one.referenceMilliseconds === null ? '' : `${one.reference ?? ''} ${formatMs(one.referenceMilliseconds)}`;
    return `| ${one.what} | ${formatMs(one.milliseconds)} | ${reference} | ${ratio} | ${one.note} |`;
  });
  return [
    `### ${title}`,
    '',
    '| what | time | against | times as fast | note |',
    '| --- | --- | --- | --- | --- |',
    ...rows,
    '',
  ].join('\n');
}

const wantedOf = ({ wanted }: Measurement): string => (wanted === undefined ? '' : `, wanted ${format(wanted)}×`);

/** What the numbers were measured on. */
export function machine(): string {
  const [cpu] = cpus();
  const memory = Math.round(totalmem() / 2 ** 30);
  return `${cpus().length} × ${cpu?.model.trim() ?? 'unknown CPU'}, ${memory} GiB, Node ${process.versions.node}, ${process.platform}`;
}

function formatMs(milliseconds: number): string {
  if (milliseconds >= 1000) return `${format(milliseconds / 1000)} s`;
  if (milliseconds >= 1) return `${format(milliseconds)} ms`;
  return `${format(milliseconds * 1000)} µs`;
}

const format = (value: number): string =>
  value >= 100 ? Math.round(value).toLocaleString('en-US') : value.toPrecision(value >= 10 ? 3 : 2);
