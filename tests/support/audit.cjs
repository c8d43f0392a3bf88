/*
 * Reads what `npm audit --json` says of the dependencies, and ends with 1 for a known vulnerability that is high or
 * critical. A registry that does not answer, or answers no audits, says nothing of them: that is told, and is no failure.
 */
const { text } = require('node:stream/consumers');

const GRAVE = ['high', 'critical'];

function reportIn(output) {
  try {
    const report = JSON.parse(output);
    return report?.metadata?.vulnerabilities && report.vulnerabilities ? report : null;
  } catch {
    return null;
  }
}

function main(output) {
  const report = reportIn(output);
  if (report === null) {
    console.log('Dependencies were not audited: the registry has not answered.');
    return 0;
  }
  const known = Object.values(report.vulnerabilities);
  for (const { name, severity, range } of known) console.log(`${severity}: ${name} ${range}`);
  const grave = known.filter(({ severity }) => GRAVE.includes(severity)).length;
  console.log(`Dependencies audited: ${known.length} with a known vulnerability, ${grave} of them high or critical.`);
  return grave === 0 ? 0 : 1;
}

void text(process.stdin).then((output) => {
  process.exitCode = main(output);
});
