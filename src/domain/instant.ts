const RFC_3339 = /^(\d{4})-(\d\d)-(\d\d)[Tt ](\d\d):(\d\d):(\d\d)(?:[.,](\d{1,9}))?(?:([Zz])|([+-])(\d\d):(\d\d))$/;
/** A fraction of milliseconds has three digits; one of microseconds has six. */
const MILLISECOND_DIGITS = 3;
const MICROSECOND_DIGITS = 6;

/**
 * Reads an RFC 3339 time with any offset and gives it in UTC, with milliseconds always and microseconds where there are
 * any: the one spelling in which times are stored and compared. Null when the text is no time.
 */
export function parseInstant(text: string): string | null {
  const match = RFC_3339.exec(text);
  if (!match) return null;
  const [, year, month, day, hour, minute, second, fraction = '', , sign, offsetHours = '0', offsetMinutes = '0'] =
    match;
  const parts = [year, month, day, hour, minute, second].map(Number);
  const [y = 0, mo = 0, d = 0, h = 0, mi = 0, s = 0] = parts;
  const wall = Date.UTC(y, mo - 1, d, h, mi, s);
  const offset = (sign === '-' ? -1 : 1) * (Number(offsetHours) * 60 + Number(offsetMinutes)) * 60_000;
  // Date.UTC turns the 31st of February into March; a date that does not come back as it went in is none.
  const asGiven = new Date(wall).toISOString().slice(0, 19) === `${year}-${month}-${day}T${hour}:${minute}:${second}`;
  if (!asGiven || Number(offsetHours) > 23 || Number(offsetMinutes) > 59) return null;
  const digits = fraction.slice(0, MICROSECOND_DIGITS).padEnd(MICROSECOND_DIGITS, '0');
  return `${new Date(wall - offset).toISOString().slice(0, 19)}.${shortestFraction(digits)}Z`;
}

const shortestFraction = (digits: string): string =>
  digits.endsWith('000') ? digits.slice(0, MILLISECOND_DIGITS) : digits;

/** Orders two times in the spelling of {@link parseInstant}: negative when `a` is earlier, 0 when they are the same. */
export function compareInstants(a: string, b: string): number {
  if (a === b) return 0;
  // Without the Z, one spelling of a moment is a prefix of the other only when it is the earlier one.
  return a.slice(0, -1) < b.slice(0, -1) ? -1 : 1;
}

/** The later one of two times. */
export const laterInstant = (a: string, b: string): string => (compareInstants(a, b) < 0 ? b : a);
