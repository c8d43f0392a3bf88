/** Longer texts are not kept, so that what is kept stays small. */
const LENGTH_MAX = 2_048;

/**
 * A function of a text that is asked for the same few texts again and again, such as the names of attributes. What it
 * made of up to `most` texts is kept, the same value for the same text; then it begins anew.
 */
export function remembered<Value extends string | object>(
  make: (text: string) => Value,
  most = 10_000,
): (text: string) => Value {
  const known = new Map<string, Value>();
  return (text) => {
    const found = known.get(text);
    if (found !== undefined) return found;
    const made = make(text);
    if (text.length > LENGTH_MAX) return made;
    if (known.size >= most) known.clear();
    known.set(text, made);
    return made;
  };
}
