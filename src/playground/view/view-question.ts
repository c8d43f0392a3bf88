import type { Block } from '../queries/block';
import { changesBlock } from '../queries/changes';
import { differenceBlock } from '../queries/difference';
import { impactBlock } from '../queries/impact';
import { topologyBlock } from '../queries/topology';
import { weakPointsBlock } from '../queries/weak-points';
import { entriesOf, fieldsOf, listOf, textOf, type Fields } from '../read-json';
import type { Question } from './question';
import { momentText, referenceText } from './reference';
import { BLANK_VIEW, DIRECTIONS, normalView, type Mode, type View } from './view';

/** The query of a view: what the editor shows, and what the pane draws the answer of. */
export function questionOf(view: View): Question {
  const blocks = blocksOf(view);
  const declares = Object.entries(merged(blocks.map((block) => block.declares)));
  const declared = declares.map(([name, type]) => `$${name}: ${type}`).join(', ');
  return {
    query: `query ${operationOf(view)}(${declared}) {\n${blocks.map((block) => block.text).join('\n')}\n}\n`,
    variables: JSON.stringify(merged(blocks.map((block) => block.variables)), null, 2),
  };
}

/** The view that a question comes from; null for one that somebody wrote or changed. */
export function viewOf({ query, variables }: Question): View | null {
  const [, operation] = /^query (\w+)\(/.exec(query.trim()) ?? [];
  const mode = operation === undefined ? undefined : MODE_OF[operation];
  const values = objectIn(variables);
  if (mode === undefined || values === null) return null;
  const view = viewFrom(mode, values);
  const same = questionOf(view);
  const unchanged = same.query.trim() === query.trim() && same.variables === JSON.stringify(values, null, 2);
  return unchanged ? view : null;
}

/** The root fields of a view's query. */
export function blocksOf(view: View): Block[] {
  const { mode, direction, roots, failed, at, after } = normalView(view);
  const target = roots[0];
  switch (mode) {
    case 'topology':
      return [topologyBlock(roots, direction, at), ...differenceSince(roots, direction, at)];
    case 'impact':
      return [
        impactBlock(failed, at),
        ...(target === undefined ? [] : [topologyBlock(roots, direction, at)]),
        ...differenceSince(target === undefined ? failed : roots, direction, at),
      ];
    case 'weak-points':
      return [
        ...(target === undefined ? [] : [weakPointsBlock(target, at)]),
        ...(failed.length === 0 ? [] : [impactBlock(failed, at)]),
        topologyBlock(roots, direction, at),
        ...differenceSince(roots, direction, at),
      ];
    case 'difference':
      return [
        ...differenceSince(roots, direction, at),
        ...(target === undefined ? [] : [topologyBlock(roots, direction, null)]),
      ];
    case 'changes':
      return [changesBlock(roots, at, after)];
  }
}

function differenceSince(roots: readonly string[], direction: View['direction'], at: string | null): Block[] {
  return at === null ? [] : [differenceBlock(roots, direction, at)];
}

function operationOf({ mode, direction }: View): string {
  if (mode === 'topology') return direction === 'DEPENDENTS' ? 'WhatDependsOnIt' : 'WhatItDependsOn';
  return OPERATIONS[mode];
}

const OPERATIONS = {
  impact: 'WhatBreaks',
  'weak-points': 'WeakPoints',
  difference: 'WhatDiffers',
  changes: 'WhatChanged',
} as const;

const MODE_OF: Readonly<Record<string, Mode>> = {
  WhatDependsOnIt: 'topology',
  WhatItDependsOn: 'topology',
  WhatBreaks: 'impact',
  WeakPoints: 'weak-points',
  WhatDiffers: 'difference',
  WhatChanged: 'changes',
};

function viewFrom(mode: Mode, values: Fields): View {
  const within = fieldsOf(values['within']);
  const roots = values['roots'] ?? values['items'] ?? (mode === 'difference' ? within?.['roots'] : undefined);
  const direction = values['direction'] ?? within?.['direction'];
  return {
    mode,
    direction: DIRECTIONS.find((one) => one === direction) ?? BLANK_VIEW.direction,
    roots: listOf(roots).flatMap((reference) => referenceText(reference) ?? []),
    failed: entriesOf(values['outages']).flatMap((outage) => referenceText(outage['configurationItem']) ?? []),
    at: momentText(values['at']),
    after: textOf(values['after']),
  };
}

function merged<Value>(parts: readonly Readonly<Record<string, Value>>[]): Record<string, Value> {
  return Object.assign({}, ...parts) as Record<string, Value>;
}

function objectIn(json: string): Fields | null {
  try {
    return fieldsOf(JSON.parse(json));
  } catch {
    return null;
  }
}
