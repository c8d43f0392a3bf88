/** What an input has to look like that takes defaults: nothing in place of null. In a JSON Schema null is a value, and stays. */
export function withoutNulls<Value>(value: Value): Value {
  const text = JSON.stringify(value, (key, inner: unknown) =>
    key === 'schema' ? JSON.stringify(inner) : (inner ?? undefined),
  );
  return JSON.parse(text, (key, inner: unknown) => (key === 'schema' ? JSON.parse(String(inner)) : inner)) as Value;
}
