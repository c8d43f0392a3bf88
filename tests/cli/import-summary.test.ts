import { outcomeLines } from '../../src/cli/import-summary';
import type { RecordResult } from '../../src/cli/import-request';

const parked = (number: number, code: 'ENDPOINT_MISSING' | 'HOST_MISSING'): RecordResult => ({
  kind: 'relationship',
  label: `r${number}`,
  outcome: 'PARKED',
  errors: [{ code, message: `misses ${number}`, path: null }],
});

test('what is parked for one reason is told by examples', () => {
  const rejected = [
    ...Array.from({ length: 6 }, (_, at) => parked(at, 'ENDPOINT_MISSING')),
    ...Array.from({ length: 5 }, (_, at) => parked(at + 10, 'HOST_MISSING')),
  ];
  const lines = outcomeLines(
    {
      totals: new Map([['PARKED', { items: 0, relationships: 12, classes: {} }]]),
      rejected,
      report: { read: {}, skipped: {}, skippedFields: {}, notes: [], problems: [], problemCount: 0 },
      revision: 1,
    },
    { source: 'catalogue', url: 'http://here', dryRun: false },
  );
  expect(lines.slice(lines.findIndex((line) => line.startsWith('Parked')))).toEqual([
    'Parked until what they miss has come (12):',
    ...[0, 1, 2].map((at) => `  r${at}: ENDPOINT_MISSING misses ${at}`),
    '  and 3 more of ENDPOINT_MISSING; --report or --json names them',
    ...[10, 11, 12, 13, 14].map((at) => `  r${at}: HOST_MISSING misses ${at}`),
    '  and 1 more; --report names them',
  ]);
});
