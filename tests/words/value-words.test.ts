import { gateOutcome, saysNothing, valueInWords } from '../../src/words/value-words';

const GATE = { key: 'nodes', types: null, value: null, parent: null, strength: 'HARD', degradedBelow: null };

test.each<[unknown, string]>([
  ['as it is', 'as it is'],
  [16, '16'],
  [false, 'false'],
  [null, 'nothing'],
  [[], 'none'],
  [{}, 'none'],
  [['a', { name: 'b', url: null }], 'a, b'],
  [{ url: null, name: 'Platform Operations' }, 'Platform Operations'],
  [{ url: 'https://oncall.example', name: 'On call' }, 'On call, https://oncall.example'],
  [{ name: 'a', size: { gb: 4 }, spare: null }, 'name: a; size: gb: 4'],
  [{ ...GATE, rule: 'ALL' }, 'all must be up'],
  [{ ...GATE, rule: 'ANY', strength: 'SOFT' }, 'one must be up, soft'],
  [{ ...GATE, rule: 'AT_LEAST', value: 2, degradedBelow: 3 }, 'at least 2 must be up, 3 healthy for full service'],
  [{ ...GATE, rule: 'PERCENT', value: 60, parent: 'CALLS/HARD' }, '60 % must be up, a member of CALLS'],
  [{ ...GATE, rule: 'PATH', types: ['UPLINKS_TO'] }, 'one must have a chain to an anchor over UPLINKS_TO'],
  [{ ...GATE, rule: 'ANCHOR' }, 'chains may end here'],
])('%j reads "%s"', (value, words) => {
  expect(valueInWords(value)).toBe(words);
});

test('nothing, an empty list and an object without parts say nothing; no, 0 and an empty text do', () => {
  expect([null, undefined, [], {}].every(saysNothing)).toBe(true);
  expect([false, 0, '', [null]].some(saysNothing)).toBe(false);
});

test('a gate is named as its relationship type where it is the default one', () => {
  const explanation = 'needs 1 of 1: none left';
  expect(gateOutcome({ key: 'CALLS/HARD', explanation })).toBe(`CALLS ${explanation}`);
  expect(gateOutcome({ key: 'CALLS/SOFT', explanation })).toBe(`CALLS (soft) ${explanation}`);
  expect(gateOutcome({ key: 'own', explanation: 'no members: counts as OK' })).toBe('own: no members: counts as OK');
});
