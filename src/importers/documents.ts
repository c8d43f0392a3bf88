import { Lexer, parseDocument, type Document } from 'yaml';

/** A larger YAML document is refused: its parser needs some 150 bytes of memory for every byte of text. JSON may be larger. */
const YAML_DOCUMENT_LENGTH_MAX = 4 * 1024 * 1024;

/** How often aliases may be resolved in one document, nested ones multiplied: enough for people, too few for a bomb. */
const ALIASES_MAX = 1000;

/** What aliases stand for counts as often as they are used; in characters and values. */
const EXPANDED_WEIGHT_MAX = 4 * YAML_DOCUMENT_LENGTH_MAX;

/** Nobody writes brackets within brackets so deep; the parser takes time that grows with the square of it. */
const BRACKETS_DEPTH_MAX = 200;

const BOMB = 'its aliases multiply beyond any use (a YAML bomb?)';

/** One document of a multi-document text: its value, or why it could not be read. */
export type ParsedDocument =
  | { readonly number: number; readonly line: number; readonly value: unknown }
  | { readonly number: number; readonly line: number; readonly problem: string };

/** The documents of a YAML or JSON text, numbered from 1 without the empty ones. A bad one never hides its neighbours. */
export function* parseDocuments(text: string): Generator<ParsedDocument> {
  const json = parseJson(text);
  if (json !== null) {
    yield* json;
    return;
  }
  let number = 0;
  for (const { start, line, end } of splitDocuments(text)) {
    const chunk = text.slice(start, end);
    if (isBlank(chunk)) continue;
    number += 1;
    yield parseYaml(chunk, number, line);
  }
}

// JSON is YAML too, but its own parser is a hundred times as fast. What it refuses may still be YAML in braces.
function parseJson(text: string): readonly ParsedDocument[] | null {
  if (!/^\s*[[{]/.test(text)) return null;
  const whole = jsonOf(text);
  return whole === null ? jsonSequence(text) : [{ number: 1, line: 1, value: whole.value }];
}

// Values one after another, as `jq` and `kubectl --watch` write them: each begins at the beginning of a line.
function jsonSequence(text: string): readonly ParsedDocument[] | null {
  const parts = text.split(/\n(?=[[{])/);
  if (parts.length === 1 || jsonOf(parts[0] ?? '') === null) return null;
  let line = 1;
  return parts.map((part, index): ParsedDocument => {
    const place = { number: index + 1, line };
    line += countLines(part, 0, part.length) + 1;
    const json = jsonOf(part);
    return json === null ? { ...place, problem: 'is no JSON' } : { ...place, value: json.value };
  });
}

function jsonOf(text: string): { readonly value: unknown } | null {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    return null;
  }
}

// A line that starts with `---` or `...` ends a document wherever it stands: YAML allows no scalar to hold one.
function* splitDocuments(text: string): Generator<{ start: number; end: number; line: number }> {
  const marker = /^(?:---|\.\.\.)(?=\s|$)/gm;
  let start = 0;
  let line = 1;
  for (let match = marker.exec(text); match !== null; match = marker.exec(text)) {
    yield { start, end: match.index, line };
    line += countLines(text, start, match.index);
    // The marker itself is replaced by its own length of nothing; a value may follow on its line.
    start = match.index + match[0].length;
  }
  yield { start, end: text.length, line };
}

function countLines(text: string, from: number, to: number): number {
  let count = 0;
  for (let at = text.indexOf('\n', from); at !== -1 && at < to; at = text.indexOf('\n', at + 1)) count += 1;
  return count;
}

// Nothing but blank lines, comments and directives.
const isBlank = (chunk: string): boolean => !/^[ \t]*[^\s#%]/m.test(chunk);

/** Taken apart into tokens only where there are brackets enough. */
function isTooDeep(chunk: string): boolean {
  if ((chunk.match(/[[{]/g)?.length ?? 0) <= BRACKETS_DEPTH_MAX) return false;
  let depth = 0;
  for (const token of new Lexer().lex(chunk)) {
    if (token === '[' || token === '{') depth += 1;
    else if (token === ']' || token === '}') depth -= 1;
    if (depth > BRACKETS_DEPTH_MAX) return true;
  }
  return false;
}

function parseYaml(chunk: string, number: number, line: number): ParsedDocument {
  if (chunk.length > YAML_DOCUMENT_LENGTH_MAX) {
    const problem = `the document is longer than ${YAML_DOCUMENT_LENGTH_MAX} characters; split it, or export it as JSON`;
    return { number, line, problem };
  }
  if (isTooDeep(chunk)) {
    return { number, line, problem: `its brackets are nested deeper than ${BRACKETS_DEPTH_MAX} levels` };
  }
  try {
    const document = parseDocument(chunk, { merge: true, prettyErrors: true, logLevel: 'silent' });
    const fault = document.errors[0];
    if (fault !== undefined) {
      const inDocument = fault.linePos?.[0].line ?? 1;
      return { number, line: line + inDocument - 1, problem: firstLine(fault.message) };
    }
    const value: unknown = document.toJS({ maxAliasCount: ALIASES_MAX });
    const weight = weigh(value);
    if (weight === null) return { number, line, problem: 'an anchor of it holds itself' };
    if (weight > EXPANDED_WEIGHT_MAX) return { number, line, problem: BOMB };
    return { number, line: line + leadingLines(document, chunk), value };
  } catch (error) {
    return { number, line, problem: faultOf(error) };
  }
}

function leadingLines(document: Document, chunk: string): number {
  const start = document.contents?.range?.[0] ?? 0;
  return countLines(chunk, 0, start);
}

const firstLine = (message: string): string =>
  (message.split('\n')[0] ?? message).replace(/ at line \d+, column \d+:$/, '');

function faultOf(error: unknown): string {
  if (error instanceof RangeError) return 'the document is nested too deeply';
  if (!(error instanceof Error)) return 'the document cannot be read';
  if (/alias count/i.test(error.message)) return BOMB;
  return firstLine(error.message);
}

// The size of a value with every alias written out, without writing it out: a shared part is weighed once. Null: it
// holds itself. Needs no call stack; an object is entered, then weighed when all that it holds has been.
function weigh(root: unknown): number | null {
  const weights = new Map<object, number>();
  const entered = new Set<object>();
  const waiting: unknown[] = [root];
  for (let value = waiting.at(-1); waiting.length > 0; value = waiting.at(-1)) {
    if (typeof value !== 'object' || value === null || weights.has(value)) {
      waiting.pop();
      continue;
    }
    const entries: readonly unknown[] = Object.values(value);
    if (entered.has(value)) {
      weights.set(value, 1 + entries.reduce<number>((sum, entry) => sum + weightOf(entry, weights), 0));
      waiting.pop();
      continue;
    }
    entered.add(value);
    for (const entry of entries) {
      if (typeof entry !== 'object' || entry === null || weights.has(entry)) continue;
      if (entered.has(entry)) return null;
      waiting.push(entry);
    }
  }
  return weightOf(root, weights);
}

function weightOf(value: unknown, weights: ReadonlyMap<object, number>): number {
  if (typeof value === 'object' && value !== null) return weights.get(value) ?? 1;
  return typeof value === 'string' ? value.length + 1 : 1;
}
