import { GROUPINGS, type Grouping } from '../groups/grouping';

export const PANES = ['picture', 'list', 'changes'] as const;
export type Pane = (typeof PANES)[number];

/** How an answer is shown, without asking anything. */
export interface Display {
  /** Null: what suits the answer. */
  readonly pane: Pane | null;
  readonly by: Grouping;
  /** Groups whose items show, by key. */
  readonly opened: readonly string[];
  /** The item whose details are open. */
  readonly chosen: string | null;
}

export const PLAIN_DISPLAY: Display = { pane: null, by: 'none', opened: [], chosen: null };

/** As parameters of an address; nothing for what is as usual. */
export function displayParameters({ pane, by, opened, chosen }: Display): [string, string][] {
  return [
    ...(pane === null ? [] : [['show', pane] satisfies [string, string]]),
    ...(by === 'none' ? [] : [['group', by] satisfies [string, string]]),
    ...opened.map((key): [string, string] => ['open', key]),
    ...(chosen === null ? [] : [['item', chosen] satisfies [string, string]]),
  ];
}

/** Whatever the parameters do not say, or say wrongly, is as usual. */
export function displayIn(parameters: URLSearchParams): Display {
  return {
    pane: PANES.find((pane) => pane === parameters.get('show')) ?? null,
    by: GROUPINGS.find((by) => by === parameters.get('group')) ?? 'none',
    opened: parameters.getAll('open'),
    chosen: parameters.get('item'),
  };
}
