type Fields = Readonly<Record<string, unknown>>;

/**
 * A value that is stored of an item, for people: text as it is, a contact by its name, a gate by what it asks for, what
 * else has parts part by part.
 */
export function valueInWords(value: unknown): string {
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.map(valueInWords).join(', ');
  if (typeof value === 'string') return value;
  if (typeof value !== 'object') return JSON.stringify(value) ?? 'nothing';
  if (value === null) return 'nothing';
  const fields = value as Fields;
  if (isContact(fields)) return contactInWords(fields);
  if (isGate(fields)) return gateInWords(fields);
  const parts = Object.entries(fields).filter(([, part]) => part !== null);
  return parts.length === 0 ? 'none' : parts.map(([name, part]) => `${name}: ${valueInWords(part)}`).join('; ');
}

/** Whether a value says anything: nothing, an empty list and an object without parts do not. */
export function saysNothing(value: unknown): boolean {
  return value === null || value === undefined || (typeof value === 'object' && Object.keys(value).length === 0);
}

/** A gate that a relationship type brings has the key `<TYPE>/<STRENGTH>`; nearly all are HARD. */
export function gateName(key: string): string {
  return key.replace(/\/HARD$/, '').replace(/\/SOFT$/, ' (soft)');
}

/** How a gate came out, as the API explains it: "HAS_MEMBER needs 2 of 3: 1 left, 2 down". */
export function gateOutcome({ key, explanation }: { readonly key: string; readonly explanation: string }): string {
  return explanation.startsWith('needs ') ? `${gateName(key)} ${explanation}` : `${gateName(key)}: ${explanation}`;
}

/** What a gate asks for: "at least 2 must be up, soft". */
export function gateInWords(gate: Fields): string {
  const words = [
    ruleInWords(gate),
    ...(typeof gate['degradedBelow'] === 'number' ? [`${gate['degradedBelow']} healthy for full service`] : []),
    ...(gate['strength'] === 'SOFT' ? ['soft'] : []),
    ...(typeof gate['parent'] === 'string' ? [`a member of ${gateName(gate['parent'])}`] : []),
  ];
  return words.join(', ');
}

function ruleInWords({ rule, value, types }: Fields): string {
  const over = Array.isArray(types) && types.length > 0 ? ` over ${types.join(', ')}` : '';
  switch (rule) {
    case 'ALL':
      return 'all must be up';
    case 'ANY':
      return 'one must be up';
    case 'AT_LEAST':
      return `at least ${String(value)} must be up`;
    case 'PERCENT':
      return `${String(value)} % must be up`;
    case 'PATH':
      return `one must have a chain to an anchor${over}`;
    case 'ANCHOR':
      return `chains${over} may end here`;
    default:
      return String(rule);
  }
}

function isContact(fields: Fields): boolean {
  return typeof fields['name'] === 'string' && Object.keys(fields).every((name) => name === 'name' || name === 'url');
}

function contactInWords({ name, url }: Fields): string {
  return typeof url === 'string' ? `${String(name)}, ${url}` : String(name);
}

function isGate(fields: Fields): boolean {
  return typeof fields['rule'] === 'string' && typeof fields['strength'] === 'string';
}
