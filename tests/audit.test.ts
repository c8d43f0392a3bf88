import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { ROOT } from './support/source-tree';

/** What `npm run check` makes of an answer of `npm audit`. */
function audited(output: string): readonly [number | null, string] {
  const { status, stdout } = spawnSync(process.execPath, [join(ROOT, 'tests/support/audit.cjs')], { input: output });
  return [status, stdout.toString()];
}

const report = (...severities: readonly string[]): string =>
  JSON.stringify({
    auditReportVersion: 2,
    vulnerabilities: Object.fromEntries(
      severities.map((severity, at) => [`p${at}`, { name: `p${at}`, severity, range: '<2' }]),
    ),
    metadata: { vulnerabilities: { total: severities.length } },
  });

test('a grave vulnerability of a dependency fails the check, and is named', () => {
  expect(audited(report('low', 'high'))).toEqual([1, expect.stringMatching(/high: p1 <2\n.*2 with .*, 1 of them/)]);
  expect(audited(report('critical'))[0]).toBe(1);
});

test('what is less, or nothing, does not', () => {
  expect(audited(report('moderate'))).toEqual([0, expect.stringContaining('moderate: p0 <2')]);
  expect(audited(report())).toEqual([0, expect.stringContaining('0 with a known vulnerability')]);
});

test('nor does a registry that does not answer: that is told', () => {
  const refused = JSON.stringify({ message: '405 Method Not Allowed', method: 'POST', body: '' });
  for (const output of ['', 'npm error network', refused, '{"error": {"code": "ENOTFOUND"}}', 'null', '7']) {
    expect(audited(output)).toEqual([0, expect.stringContaining('has not answered')]);
  }
});
