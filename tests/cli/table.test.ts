import { flowed } from '../../src/cli/flowed';
import { tableLines, type Column } from '../../src/cli/table';
import { fitted, widthOf } from '../../src/cli/text-width';

interface Row {
  readonly name: string;
  readonly count: number;
  readonly note: string | null;
}

const COLUMNS: readonly Column<Row>[] = [
  { title: 'NAME', text: ({ name }) => name },
  { title: 'COUNT', text: ({ count }) => String(count), right: true, paint: ({ count }) => (count > 9 ? 'red' : null) },
  { title: 'NOTE', text: ({ note }) => note },
];
const PLAIN = { width: null, colours: false };

test('columns are aligned by what a terminal shows, numbers to the right', () => {
  const rows = [
    { name: 'web', count: 5, note: 'x' },
    { name: '東京', count: 12, note: null },
    { name: 'e\u0301', count: 1, note: 'y' },
  ];
  expect(tableLines(COLUMNS, rows, PLAIN)).toEqual([
    'NAME  COUNT  NOTE',
    'web       5  x',
    '東京     12',
    'e\u0301         1  y',
  ]);
});

test('a column without any text is left out', () => {
  expect(tableLines(COLUMNS, [{ name: 'web', count: 5, note: null }], PLAIN)).toEqual(['NAME  COUNT', 'web       5']);
});

test('on a terminal no line is wider than it, and the widest column gives way', () => {
  const rows = [{ name: 'a'.repeat(30), count: 5, note: 'b'.repeat(90) }];
  const lines = tableLines(COLUMNS, rows, { width: 80, colours: false });
  expect(Math.max(...lines.map(widthOf))).toBeLessThanOrEqual(80);
  expect(lines[1]).toContain('a'.repeat(30));
  expect(lines[1]).toMatch(/b…$/);
});

test('of many columns each gives way, and what is cut says so', () => {
  const columns = [1, 2, 3, 4, 5, 6, 7].map((at) => ({ title: `COLUMN ${at}`, text: () => 'c'.repeat(24) }));
  const lines = tableLines(columns, [null], { width: 80, colours: false });
  // Behind the last title nothing stands.
  expect(lines.map((line) => widthOf(line.padEnd(80)))).toEqual([80, 80]);
  expect(widthOf(lines[1] ?? '')).toBe(80);
  expect(lines[1]?.match(/c…/g)).toHaveLength(7);
});

test('a text goes on below itself where a terminal is too narrow for it, and nowhere else', () => {
  expect(flowed({ width: 14, colours: true }, '  ENDED ', 'web (Host) ON db', 'red')).toEqual([
    '\u001b[31m  ENDED \u001b[0mweb',
    '        (Host)',
    '        ON db',
  ]);
  expect(flowed(PLAIN, '  ENDED ', 'web (Host) ON db', 'red')).toEqual(['  ENDED web (Host) ON db']);
});

test('colours surround a cell only where they are wanted', () => {
  const rows = [{ name: 'web', count: 10, note: null }];
  expect(tableLines(COLUMNS, rows, { width: 80, colours: true })[1]).toBe('web   \u001b[31m   10\u001b[0m');
  expect(tableLines(COLUMNS, rows, { width: 80, colours: false })[1]).toBe('web      10');
});

test('nothing of the inventory steers the terminal', () => {
  const rows = [{ name: 'web\u001b[2J\u0007\nx', count: 1, note: null }];
  expect(tableLines(COLUMNS, rows, PLAIN)[1]).toBe('web [2J  x      1');
});

test('a text is cut to its width, wide characters as a whole', () => {
  expect(fitted('abcdef', 4)).toBe('abc…');
  expect(fitted('東京都', 4)).toBe('東… ');
  expect(fitted('ab', 4, true)).toBe('  ab');
});
