/** Thousands apart, the same on every machine. */
export function count(value: number): string {
  return value.toLocaleString('en');
}
