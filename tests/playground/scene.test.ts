import { PLAIN_DISPLAY } from '../../src/playground/view/display';
import { reduce, type Action, type Scene } from '../../src/playground/view/scene';
import { BLANK_VIEW, type View } from '../../src/playground/view/view';

const scene = (view: Partial<View> | null, display = {}): Scene => ({
  view: view === null ? null : { ...BLANK_VIEW, ...view },
  display: { ...PLAIN_DISPLAY, ...display },
});

const after = (start: Scene, ...actions: Action[]): Scene => actions.reduce(reduce, start);
const viewAfter = (start: Scene, ...actions: Action[]) => after(start, ...actions).view;

test('marks are added and taken away one by one, within what is looked at', () => {
  const looking = scene({ roots: ['shop'], direction: 'DEPENDENCIES' });
  const two = after(looking, { type: 'toggle-failed', item: 'a' }, { type: 'toggle-failed', item: 'b' });
  expect(two.view).toMatchObject({ mode: 'impact', roots: ['shop'], direction: 'DEPENDENCIES', failed: ['a', 'b'] });
  expect(viewAfter(two, { type: 'toggle-failed', item: 'a' })).toMatchObject({ mode: 'impact', failed: ['b'] });
  // Without marks it is what it was.
  expect(viewAfter(two, { type: 'fail', items: [] })).toEqual(looking.view);
});

test('a mark on an answer that is no view asks for the impact of that item alone', () => {
  expect(viewAfter(scene(null), { type: 'toggle-failed', item: 'a' })).toEqual({
    ...BLANK_VIEW,
    mode: 'impact',
    failed: ['a'],
  });
});

test('a set that takes the target down fails as a whole, and the sets stay in sight', () => {
  const weak = scene({ mode: 'weak-points', direction: 'DEPENDENCIES', roots: ['shop'] });
  const failed = after(weak, { type: 'fail', items: ['a', 'b'] });
  expect(failed.view).toEqual({ ...weak.view, failed: ['a', 'b'] });
  expect(viewAfter(failed, { type: 'fail', items: [] })).toEqual(weak.view);
});

test('the same items are looked at from every side', () => {
  const impact = scene({ mode: 'impact', failed: ['a'] });
  expect(viewAfter(impact, { type: 'mode', mode: 'topology', direction: 'DEPENDENTS' })).toMatchObject({
    roots: ['a'],
    failed: [],
  });
  expect(viewAfter(impact, { type: 'mode', mode: 'weak-points' })).toMatchObject({
    mode: 'weak-points',
    roots: ['a'],
    failed: [],
  });
  const topology = scene({ roots: ['a', 'b'] });
  expect(viewAfter(topology, { type: 'mode', mode: 'impact' })).toMatchObject({
    mode: 'impact',
    roots: [],
    failed: ['a', 'b'],
  });
  expect(viewAfter(topology, { type: 'mode', mode: 'changes' })).toMatchObject({ mode: 'changes', roots: ['a', 'b'] });
});

test('the whole picture moves through time and stays there until somebody comes back', () => {
  const past = after(scene({ roots: ['a'] }), { type: 'moment', at: '5' });
  expect(past.view).toMatchObject({ at: '5', roots: ['a'] });
  expect(viewAfter(past, { type: 'toggle-failed', item: 'b' })).toMatchObject({ at: '5', failed: ['b'] });
  expect(viewAfter(past, { type: 'impact', items: ['c'] })).toMatchObject({ at: '5', failed: ['c'] });
  expect(viewAfter(past, { type: 'moment', at: null })).toMatchObject({ at: null });
});

test('a difference is counted from its moment, and leaving it leads to now', () => {
  const difference = after(scene({ roots: ['a'] }), { type: 'mode', mode: 'difference', since: '6' });
  expect(difference.view).toMatchObject({ mode: 'difference', at: '6', roots: ['a'] });
  expect(viewAfter(difference, { type: 'moment', at: '3' })).toMatchObject({ mode: 'difference', at: '3' });
  expect(viewAfter(difference, { type: 'moment', at: null })).toMatchObject({ mode: 'topology', at: null });
  expect(viewAfter(difference, { type: 'toggle-failed', item: 'b' })).toMatchObject({ mode: 'impact', at: null });
  expect(viewAfter(difference, { type: 'mode', mode: 'topology' })).toMatchObject({ mode: 'topology', at: null });
});

test('pages of changes follow their cursor, and another question begins at the first page', () => {
  const older = after(scene({ mode: 'changes', roots: ['a'] }), { type: 'page', after: 'cursor' });
  expect(older.view).toMatchObject({ mode: 'changes', roots: ['a'], after: 'cursor' });
  expect(viewAfter(older, { type: 'mode', mode: 'topology' })).toMatchObject({ after: null });
  expect(viewAfter(older, { type: 'changes', items: ['b'] })).toMatchObject({ after: null, roots: ['b'] });
});

test('the sets of weak points stand where the details of what is chosen would', () => {
  const chosen = scene({ roots: ['a'] }, { chosen: 'a' });
  expect(after(chosen, { type: 'weak-points', item: 'a' }).display.chosen).toBeNull();
  expect(after(chosen, { type: 'mode', mode: 'weak-points' }).display.chosen).toBeNull();
  expect(after(chosen, { type: 'mode', mode: 'changes' }).display.chosen).toBe('a');
});

test('how an answer is shown changes without asking anything', () => {
  const start = scene({ roots: ['a'] });
  const shown = after(
    start,
    { type: 'group', by: 'owner' },
    { type: 'toggle-group', key: 'Sales' },
    { type: 'choose', item: 'a' },
    { type: 'pane', pane: 'list' },
  );
  expect(shown.view).toBe(start.view);
  expect(shown.display).toEqual({ pane: 'list', by: 'owner', opened: ['Sales'], chosen: 'a' });
  expect(after(shown, { type: 'toggle-group', key: 'Sales' }).display.opened).toEqual([]);
  expect(after(shown, { type: 'group', by: 'class' }).display.opened).toEqual([]);
});
