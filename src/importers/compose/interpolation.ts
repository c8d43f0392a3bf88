/** What variables were asked for and had neither a value nor a default; with words, they are demanded. */
export type Unset = (name: string, demand?: string) => void;

/** As deep as a default may hold another variable. */
const NESTING_MAX = 20;
/** Defaults that repeat others may not grow a text without end. */
const LENGTH_MAX = 1024 * 1024;

/**
 * Replaces `$NAME` and `${NAME}` as Compose does: `:-` and `-` give a default (for an empty, or only for a missing
 * value), `:+` and `+` what to write when there is one, `:?` and `?` only demand one. `$$` is a plain dollar sign.
 */
export function interpolate(text: string, variables: ReadonlyMap<string, string>, unset: Unset, depth = 0): string {
  if (!text.includes('$') || depth > NESTING_MAX) return text;
  let result = '';
  let at = 0;
  while (at < text.length && result.length < LENGTH_MAX) {
    const dollar = text.indexOf('$', at);
    if (dollar === -1) break;
    result += text.slice(at, dollar);
    const next = text[dollar + 1];
    if (next === '$') {
      result += '$';
      at = dollar + 2;
    } else if (next === '{') {
      const end = closingBrace(text, dollar + 2);
      if (end === -1) return result + text.slice(dollar);
      result += expression(text.slice(dollar + 2, end), variables, unset, depth);
      at = end + 1;
    } else {
      const name = /^[A-Za-z_]\w*/.exec(text.slice(dollar + 1, dollar + 300))?.[0] ?? '';
      result += name === '' ? '$' : valueOf(name, variables, unset);
      at = dollar + 1 + name.length;
    }
  }
  return result + text.slice(at);
}

function expression(body: string, variables: ReadonlyMap<string, string>, unset: Unset, depth: number): string {
  const match = /^([A-Za-z_]\w*)(?:(:?[-+?])([\s\S]*))?$/.exec(body);
  if (match === null) return '';
  const [, name = '', operator = '', word = ''] = match;
  const value = variables.get(name);
  const isGiven = value !== undefined && (value !== '' || !operator.startsWith(':'));
  const written = (): string => interpolate(word, variables, unset, depth + 1);
  if (operator.endsWith('+')) return isGiven ? written() : '';
  if (operator.endsWith('-')) return isGiven ? value : written();
  if (!operator.endsWith('?') || isGiven) return valueOf(name, variables, unset);
  unset(name, written());
  return '';
}

function valueOf(name: string, variables: ReadonlyMap<string, string>, unset: Unset): string {
  const value = variables.get(name);
  if (value === undefined) unset(name);
  return value ?? '';
}

function closingBrace(text: string, from: number): number {
  let depth = 1;
  for (let at = from; at < text.length; at += 1) {
    if (text[at] === '{' && text[at - 1] === '$') depth += 1;
    else if (text[at] === '}') depth -= 1;
    if (depth === 0) return at;
  }
  return -1;
}

/** Every text in a value, keys left alone; needs the value to be a tree, as a parsed file without anchors is. */
export function interpolateAll(value: unknown, replace: (text: string) => string): unknown {
  if (typeof value === 'string') return replace(value);
  if (Array.isArray(value)) return (value as readonly unknown[]).map((one) => interpolateAll(one, replace));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, interpolateAll(one, replace)]));
}

/** The `NAME=value` lines of an env file; quotes around a value are removed, comments and blank lines left out. */
export function readVariables(text: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const line of text.split(/\r?\n/)) {
    const match = /^\s*(?:export\s+)?([A-Za-z_]\w*)\s*=\s*(.*?)\s*$/.exec(line);
    if (match === null) continue;
    const [, name = '', written = ''] = match;
    const quoted = /^(["'])(.*)\1$/.exec(written);
    found.set(name, quoted?.[2] ?? written.replace(/\s+#.*$/, ''));
  }
  return found;
}
