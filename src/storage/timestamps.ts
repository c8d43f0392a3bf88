/**
 * PostgreSQL's text form of a timestamptz (session zone UTC) as RFC 3339: milliseconds always, microseconds where there
 * are any: `2026-11-22 22:07:18.1+00` becomes `2026-11-22T22:07:18.100Z`.
 */
export function toRfc3339(text: string): string {
  const match = /^(\d{4,}-\d\d-\d\d) (\d\d:\d\d:\d\d)(?:\.(\d{1,6}))?\+00$/.exec(text);
  if (!match) return text;
  const [, date, time, fraction = ''] = match;
  const digits = fraction.length > 3 ? fraction.padEnd(6, '0') : fraction.padEnd(3, '0');
  return `${date}T${time}.${digits}Z`;
}
