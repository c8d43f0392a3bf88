/*
 * Reads what `npm audit --json` says of the dependencies, and ends with 1 for a known vulnerability that is high or
 * critical. A registry that does not answer, or answers no audits, says nothing of them: that is told, and is no failure.
 */
const { text } = require('node:stream/consumers');

const GRAVE = new Set(['high', 'critical']);

function reportIn(output) {
  try {
    const report = JSON.parse(output);
    return report?.metadata?.vulnerabilities && report.vulnerabilities ? report : null;
  } catch {
    return null;
  }
}

async function main() {
  const report = reportIn(await text(process.stdin));
  if (report === null) {
    console.log('Dependencies were not audited: the registry has not answered.');
    return;
  }
  const known = Object.values(report.vulnerabilities);
  for (const { name, severity, range } of known) console.log(`${severity}: ${name} ${range}`);
  const grave = known.filter(({ severity }) => GRAVE.has(severity)).length;
  console.log(`Dependencies audited: ${known.length} with a known vulnerability, ${grave} of them high or critical.`);
  if (grave > 0) process.exitCode = 1;
}

void main();
