/** What one definition of a document holds by itself; what its fragments hold is counted where they are spread. */
export interface DefinitionShape {
  /** The name of a fragment; null for an operation. */
  readonly fragment: string | null;
  /** Fields inside fields. */
  readonly levels: number;
  /** Fields outside of every other field. */
  readonly rootFields: number;
  readonly aliases: number;
  readonly directives: number;
  readonly spreads: readonly Spread[];
}

/** A named fragment in a selection: how many levels of fields are above it. */
export interface Spread {
  readonly name: string;
  readonly above: number;
}

/** What can be told of a document without parsing it. */
export interface DocumentShape {
  /** Counted as the parser counts them; above the limit no further than one more. */
  readonly tokens: number;
  readonly definitions: readonly DefinitionShape[];
  /** Fields of a name that stands before in the same selection: each is compared with each. */
  readonly repeated: number;
  /** Lists and objects inside values. */
  readonly nesting: number;
  /** How the first definition begins that is neither an operation nor a fragment; null when there is none. */
  readonly foreign: string | null;
}

/**
 * The shape of a document, read in one pass that makes nothing of it: a fraction of what parsing costs. Whatever the text
 * is, nothing is thrown; of one that the parser refuses the shape says something or other.
 */
export function shapeOf(text: string, tokensMax: number): DocumentShape {
  const reader = new ShapeReader();
  let tokens = 0;
  for (let at = skipIgnored(text, 0); at < text.length && tokens <= tokensMax;) {
    const end = endOfToken(text, at);
    reader.take(text, at, end);
    tokens += 1;
    at = skipIgnored(text, end);
  }
  return { tokens, ...reader.end() };
}

/** An operation with all that its fragments hold. */
export type OperationShape = Omit<DefinitionShape, 'fragment' | 'spreads'>;

const NOTHING: OperationShape = { levels: 0, aliases: 0, directives: 0, rootFields: 0 };

/** The operations of a document with what their fragments hold. One that holds itself ends there. */
export function operationsOf({ definitions }: Pick<DocumentShape, 'definitions'>): readonly OperationShape[] {
  const fragments = new Map(definitions.map((one) => [one.fragment, one]));
  const known = new Map<string, OperationShape>();
  const ofFragment = (name: string): OperationShape => {
    const counted = known.get(name);
    if (counted) return counted;
    known.set(name, NOTHING);
    const fragment = fragments.get(name);
    const unfolded = fragment ? unfold(fragment) : NOTHING;
    known.set(name, unfolded);
    return unfolded;
  };
  const unfold = (definition: DefinitionShape): OperationShape => {
    let { levels, aliases, directives, rootFields } = definition;
    for (const { name, above } of definition.spreads) {
      const inner = ofFragment(name);
      levels = Math.max(levels, above + inner.levels);
      aliases += inner.aliases;
      directives += inner.directives;
      if (above === 0) rootFields += inner.rootFields;
    }
    return { levels, aliases, directives, rootFields };
  };
  return definitions.filter(({ fragment }) => fragment === null).map(unfold);
}

/** A definition while it is read. */
type Open = { -readonly [Field in keyof DefinitionShape]: DefinitionShape[Field] } & { readonly spreads: Spread[] };

/** A selection: fields of an inline fragment stand in the one around it. */
interface Selection {
  readonly names: Set<string>;
  readonly level: number;
}

/** What the next name is, beside that of a field. */
type Awaited = 'FIELD' | 'SPREAD' | 'DIRECTIVE' | 'TYPE' | 'ALIASED';

/** What operations and fragments begin with. */
const KEYWORDS: ReadonlySet<string> = new Set(['query', 'mutation', 'subscription', 'fragment']);

class ShapeReader {
  readonly #definitions: DefinitionShape[] = [];
  readonly #selections: Selection[] = [];
  #open: Open = empty();
  #repeated = 0;
  #nesting = 0;
  #foreign: string | null = null;
  /** Lists and objects that are open within parentheses, and those themselves; 0 outside of them. */
  #values = 0;
  #awaited: Awaited = 'FIELD';
  /** Whether the next selection is that of an inline fragment. */
  #inline = false;
  /** Names before the first selection of a definition. */
  #header: string[] = [];

  /** The next token. */
  take(text: string, at: number, end: number): void {
    const code = text.charCodeAt(at);
    if (code === AT) this.#open.directives += 1;
    if (this.#values > 0 || code === ROUND_OPEN) this.#takeValue(code);
    else if (isNameStart(code)) this.#takeName(text.slice(at, end));
    else this.#takeMark(code);
  }

  end(): Omit<DocumentShape, 'tokens'> {
    if (this.#selections.length > 0) this.#closeDefinition();
    return { definitions: this.#definitions, repeated: this.#repeated, nesting: this.#nesting, foreign: this.#foreign };
  }

  #takeValue(code: number): void {
    if (code === ROUND_OPEN || code === SQUARE_OPEN || code === CURLY_OPEN) {
      this.#values += 1;
      this.#nesting = Math.max(this.#nesting, this.#values - 1);
    }
    if (code === ROUND_CLOSE || code === SQUARE_CLOSE || code === CURLY_CLOSE) this.#values -= 1;
  }

  #takeName(name: string): void {
    const awaited = this.#awaited;
    this.#awaited = 'FIELD';
    const selection = this.#selections.at(-1);
    if (awaited === 'SPREAD' && name !== 'on') {
      this.#inline = false;
      this.#open.spreads.push({ name, above: (selection?.level ?? 1) - 1 });
    } else if (awaited === 'SPREAD') this.#awaited = 'TYPE';
    else if (awaited !== 'FIELD') return;
    else if (selection) this.#takeField(name, selection);
    else this.#takeHeader(name);
  }

  /** Definitions of types need no braces: what stands behind one could hide in its header. */
  #takeHeader(name: string): void {
    if (this.#header.length === 0 && !KEYWORDS.has(name)) this.#foreign ??= name;
    this.#header.push(name);
  }

  /** A field, or the alias in front of it: the name under which it is answered. */
  #takeField(name: string, { names, level }: Selection): void {
    if (names.has(name)) this.#repeated += 1;
    names.add(name);
    this.#open.levels = Math.max(this.#open.levels, level);
    if (level === 1) this.#open.rootFields += 1;
  }

  #takeMark(code: number): void {
    switch (code) {
      case DOT:
        this.#awaited = 'SPREAD';
        this.#inline = true;
        break;
      case AT:
        this.#awaited = 'DIRECTIVE';
        break;
      case COLON:
        this.#awaited = 'ALIASED';
        this.#open.aliases += 1;
        break;
      case CURLY_OPEN:
        this.#openSelection();
        break;
      case CURLY_CLOSE:
        this.#selections.pop();
        if (this.#selections.length === 0) this.#closeDefinition();
        break;
    }
  }

  #openSelection(): void {
    const around = this.#selections.at(-1);
    if (!around) this.#open.fragment = this.#header[0] === 'fragment' ? (this.#header[1] ?? '') : null;
    const isInline = around && this.#inline;
    this.#selections.push(isInline ? around : { names: new Set(), level: (around?.level ?? 0) + 1 });
    this.#inline = false;
    this.#awaited = 'FIELD';
  }

  #closeDefinition(): void {
    this.#definitions.push(this.#open);
    this.#open = empty();
    this.#header = [];
  }
}

const empty = (): Open => ({ fragment: null, levels: 0, rootFields: 0, aliases: 0, directives: 0, spreads: [] });

const [TAB, NEWLINE, RETURN, SPACE, QUOTE, HASH] = [9, 10, 13, 32, 34, 35] as const;
const [ROUND_OPEN, ROUND_CLOSE, COMMA, MINUS, DOT, COLON, AT] = [40, 41, 44, 45, 46, 58, 64] as const;
const [SQUARE_OPEN, BACKSLASH, SQUARE_CLOSE, CURLY_OPEN, CURLY_CLOSE, BYTE_ORDER_MARK] = [
  91, 92, 93, 123, 125, 0xfeff,
] as const;

const isDigit = (code: number): boolean => code >= 48 && code <= 57;
const isNameStart = (code: number): boolean => (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 95;

/** Where the next token begins: behind blanks, commas and comments. */
function skipIgnored(text: string, from: number): number {
  let at = from;
  for (; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === HASH) at = endOfLine(text, at) - 1;
    else if (!isIgnored(code)) return at;
  }
  return at;
}

const isIgnored = (code: number): boolean =>
  code === SPACE || code === NEWLINE || code === COMMA || code === RETURN || code === TAB || code === BYTE_ORDER_MARK;

function endOfLine(text: string, from: number): number {
  let at = from;
  while (at < text.length && text.charCodeAt(at) !== NEWLINE && text.charCodeAt(at) !== RETURN) at += 1;
  return at;
}

function endOfToken(text: string, at: number): number {
  const code = text.charCodeAt(at);
  if (isNameStart(code)) return endOfWord(text, at, false);
  if (code === QUOTE) return text.startsWith('"""', at) ? endOfBlock(text, at) : endOfString(text, at);
  if (isDigit(code) || code === MINUS) return endOfWord(text, at, true);
  return at + (text.startsWith('...', at) ? 3 : 1);
}

/** Names, and numbers, in which there are dots and signs too. */
function endOfWord(text: string, from: number, isNumber: boolean): number {
  for (let at = from + 1; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (isNameStart(code) || isDigit(code)) continue;
    if (!isNumber || !(code === DOT || code === MINUS || code === 43)) return at;
  }
  return text.length;
}

function endOfString(text: string, from: number): number {
  for (let at = from + 1; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === BACKSLASH) at += 1;
    else if (code === QUOTE) return at + 1;
    else if (code === NEWLINE || code === RETURN) return at;
  }
  return text.length;
}

/** Within block strings only three quotes are escaped. */
function endOfBlock(text: string, from: number): number {
  for (let at = from + 3; ; at += 3) {
    at = text.indexOf('"""', at);
    if (at < 0) return text.length;
    if (text.charCodeAt(at - 1) !== BACKSLASH) return at + 3;
  }
}
