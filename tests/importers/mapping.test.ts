import { IMPORTERS } from '../../src/importers/index';
import { mappingLines } from '../../src/importers/mapping/mapping-lines';
import { unknownToModel } from '../support/mapping-check';

describe.each([...IMPORTERS])('the mapping of %s', (format, importer) => {
  test('names classes, attributes and relationship types of the shipped model only', () => {
    expect(unknownToModel(format)).toEqual([]);
  });

  test('can be printed, each class and relationship type in it', () => {
    const text = mappingLines(importer.mapping).join('\n');
    expect(text).not.toBe('');
    for (const row of importer.mapping.items) expect(text).toContain(row.class);
    for (const row of importer.mapping.relationships) expect(text).toContain(row.type);
  });
});
