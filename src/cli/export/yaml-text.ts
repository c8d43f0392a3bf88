import { Document, Scalar, visit } from 'yaml';

/** What YAML does not let stand as it is, or takes for the end of a line (1.1), or for a mark of the bytes' order. */
const UNPRINTABLE = /[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]|\p{Cs}/gu;

/** A value as YAML that readers of 1.1 and 1.2 take: texts with such characters stand in quotes, where they are escaped. */
export function yamlText(value: object): string {
  const document = new Document(value);
  visit(document, {
    Scalar: (_key, node) => {
      if (typeof node.value === 'string' && node.value.search(UNPRINTABLE) >= 0) node.type = Scalar.QUOTE_DOUBLE;
    },
  });
  return document
    .toString({ lineWidth: 0 })
    .replaceAll(UNPRINTABLE, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
