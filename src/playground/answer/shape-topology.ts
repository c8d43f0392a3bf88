import { entriesOf, fieldsOf, listOf, numberOf, textOf, type Fields } from '../read-json';
import { drawDependency } from './shape-dependency';
import { notePage, noteUnresolved, optional, type Walk } from './shape-basics';

/** What depends on what: as items and relationships, or in columns. */
export function topologyShape(at: Walk, fields: Fields): void {
  at.findings.topologies++;
  const items = entriesOf(fields['items']);
  for (const entry of items) {
    const inner = fieldsOf(entry['configurationItem']);
    at.inner(inner, 'configurationItem');
    const id = textOf(inner?.['id']);
    if (id !== null) at.drawing.item(id, optional('distance', numberOf(entry['distance'])));
  }
  at.inner(fields['relationships'], 'relationships');
  const table = fieldsOf(fields['table']);
  if (table !== null) tableOf(at, table);
  const drawn = Math.max(items.length, listOf(table?.['ids']).length);
  if (drawn > 1 && fields['relationships'] === undefined && table?.['sources'] === undefined) {
    at.findings.bareTopologies++;
  }
  notePage(at.findings, 'items', fields['items'], numberOf(fields['itemCount']));
  notePage(at.findings, 'relationships', fields['relationships'], numberOf(fields['relationshipCount']));
  if (fields['truncated'] === true) {
    at.findings.cut.push('The server stopped at the limit of the query (`depth`, `maxItems` or `maxFanOut`).');
  }
  noteUnresolved(at.findings, fields);
}

function tableOf({ drawing, propagation }: Walk, table: Fields): void {
  const ids = listOf(table['ids']).map(String);
  const [names, classes, distances] = [table['names'], table['classes'], table['distances']].map(listOf);
  ids.forEach((id, index) =>
    drawing.item(id, {
      ...optional('name', textOf(names?.[index])),
      ...optional('className', textOf(classes?.[index])),
      ...optional('distance', numberOf(distances?.[index])),
    }),
  );
  const targets = listOf(table['targets']);
  const [types, strengths] = [listOf(table['types']), listOf(table['strengths'])];
  listOf(table['sources']).forEach((source, index) => {
    const ends = [ids[numberOf(source) ?? -1], ids[numberOf(targets[index]) ?? -1]];
    if (ends[0] === undefined || ends[1] === undefined) return;
    const type = textOf(types[index]);
    const soft = strengths[index] === 'SOFT';
    drawDependency(drawing, [ends[0], ends[1]], { type, soft, propagation: propagation.get(type ?? '') ?? null });
  });
}
