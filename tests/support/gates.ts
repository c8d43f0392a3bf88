import type { Gate, GateRule } from '../../src/domain/gate';

/** A gate, HARD and of any type unless told otherwise. */
export const gate = (key: string, rule: GateRule = 'ANY', more: Partial<Gate> = {}): Gate => ({
  key,
  rule,
  value: null,
  types: null,
  degradedBelow: null,
  strength: 'HARD',
  parent: null,
  ...more,
});
