import type { Gate } from '../../domain/gate';
import { checkGate, checkGateNesting } from '../../domain/gate-check';
import { toGate } from '../../domain/reconciliation/item-claims';
import { quoted } from '../../domain/nearest-name';
import type { ClassModel } from '../../domain/class-model/resolved-class-model';
import type { Drafting } from './draft-ends';
import type { DraftInput } from './draft-input';

/** Everything that is wrong with the gates of an item. */
export function gateFaults(model: ClassModel, gates: readonly Gate[]): readonly string[] {
  const types = new Set(model.types().map((type) => type.name));
  const errors = [...gates.flatMap((gate) => checkGate(gate, types, [])), ...checkGateNesting(gates)];
  return errors.map(({ message }) => message);
}

/** Item -> the gates that it would define. */
export function draftGates(input: DraftInput, drafting: Drafting): ReadonlyMap<number, readonly Gate[]> {
  const { model, view, items, find, refuse } = drafting;
  const drafted = new Map([...items.values()].map((item) => [item.id, item.gates]));
  const found = new Map<number, readonly Gate[]>();
  for (const [index, given] of (input.setGates ?? []).entries()) {
    const path = `setGates.${index}`;
    const item = find(`${path}.configurationItem`, given.configurationItem);
    if (item === null) continue;
    const before = found.get(item) ?? drafted.get(item) ?? view.gatesOf(item);
    const added = (given.gates ?? []).map(toGate);
    const replaced = new Set([...(given.remove ?? []), ...added.map(({ key }) => key)]);
    for (const key of given.remove ?? []) {
      if (!before.some((gate) => gate.key === key)) refuse(path, `the item defines no gate ${quoted(key)} to remove.`);
    }
    const after = [...before.filter(({ key }) => !replaced.has(key)), ...added];
    for (const fault of gateFaults(model, after)) refuse(path, fault);
    found.set(
      item,
      after.toSorted((a, b) => (a.key < b.key ? -1 : 1)),
    );
  }
  return found;
}
