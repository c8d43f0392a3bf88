/** What the beginning of a request's body says of the document that is asked. */
export type DocumentInJson =
  /** It has ended; `text` is its JSON without the quotes. */
  | { readonly state: 'COMPLETE'; readonly text: string }
  /** It has not ended within so many bytes. */
  | { readonly state: 'BEGUN'; readonly bytes: number }
  /** None has begun. */
  | { readonly state: 'NOT_YET' }
  /** The body is a list: many operations in one request. */
  | { readonly state: 'LIST' };

const [QUOTE, BACKSLASH, COLON, COMMA] = [34, 92, 58, 44] as const;
const [SQUARE_OPEN, SQUARE_CLOSE, CURLY_OPEN, CURLY_CLOSE] = [91, 93, 123, 125] as const;

/** Looks for the field `query` of the object that begins here. Of what is no JSON the answer says something or other. */
export function documentIn(json: Buffer): DocumentInJson {
  let depth = 0;
  let isKey = false;
  let key = '';
  for (let at = 0; at < json.length; at += 1) {
    const byte = json.readUInt8(at);
    switch (byte) {
      case CURLY_OPEN:
      case SQUARE_OPEN:
        if (depth === 0 && byte === SQUARE_OPEN) return { state: 'LIST' };
        depth += 1;
        isKey = depth === 1;
        break;
      case CURLY_CLOSE:
      case SQUARE_CLOSE:
        depth -= 1;
        break;
      case COMMA:
        isKey = depth === 1;
        break;
      case COLON:
        isKey = false;
        break;
      case QUOTE: {
        const end = endOfText(json, at + 1);
        const isDocument = depth === 1 && !isKey && key === 'query';
        if (end === null) return isDocument ? { state: 'BEGUN', bytes: json.length - at } : { state: 'NOT_YET' };
        if (isDocument) return { state: 'COMPLETE', text: json.toString('utf8', at + 1, end) };
        if (depth === 1 && isKey) key = json.toString('utf8', at + 1, Math.min(end, at + 20));
        at = end;
      }
    }
  }
  return { state: 'NOT_YET' };
}

/** Where the quote stands that ends a text; null when it has not come. */
function endOfText(json: Buffer, from: number): number | null {
  for (let at = json.indexOf(QUOTE, from); at >= 0; at = json.indexOf(QUOTE, at + 1)) {
    let first = at;
    while (first > from && json[first - 1] === BACKSLASH) first -= 1;
    if ((at - first) % 2 === 0) return at;
  }
  return null;
}
