import { listOf, objectOf, textOf, type Untyped } from '../untyped';
import { contentTypeOf, type NetboxDump } from './dump';

/** Where a cable may end, as `model:key`. */
type Termination = string;

const at = (model: string, pk: string): Termination => `${model}:${pk}`;

/** Which terminations are at the two ends of cables, and how panels lead from one cable to the next. */
export class CablePlant {
  private readonly beyondCable = new Map<Termination, Set<Termination>>();
  private readonly throughPanel = new Map<Termination, Set<Termination>>();

  constructor(dump: NetboxDump) {
    for (const [near, far] of cableEnds(dump)) {
      for (const one of near) {
        for (const other of far) {
          link(this.beyondCable, one, other);
          link(this.beyondCable, other, one);
        }
      }
    }
    for (const { pk, fields } of dump.all('dcim.frontport')) {
      const rear = textOf(fields['rear_port']);
      if (rear === null) continue;
      link(this.throughPanel, at('dcim.frontport', pk), at('dcim.rearport', rear));
      link(this.throughPanel, at('dcim.rearport', rear), at('dcim.frontport', pk));
    }
  }

  /** What a termination is connected to in the end, over any number of panels. Of a rear port with several fronts all count. */
  endsOf(model: string, pk: string): readonly { readonly model: string; readonly pk: string }[] {
    const found = new Set<Termination>();
    const seen = new Set<Termination>([at(model, pk)]);
    const waiting = [...(this.beyondCable.get(at(model, pk)) ?? [])];
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      if (seen.has(next)) continue;
      seen.add(next);
      if (!/^dcim\.(front|rear)port:/.test(next)) {
        found.add(next);
        continue;
      }
      for (const behind of this.throughPanel.get(next) ?? []) {
        if (seen.has(behind)) continue;
        seen.add(behind);
        for (const end of this.beyondCable.get(behind) ?? []) waiting.push(end);
      }
    }
    return [...found].sort().map((end) => ({ model: end.split(':')[0] ?? '', pk: end.split(':')[1] ?? '' }));
  }
}

// Up to version 3.2 a cable names its two ends; later there is an object for each end, and the API lists them.
function cableEnds(dump: NetboxDump): readonly (readonly [readonly Termination[], readonly Termination[]])[] {
  const ends = new Map<string, { readonly a: Termination[]; readonly b: Termination[] }>();
  const endsOf = (cable: string): { readonly a: Termination[]; readonly b: Termination[] } => {
    const found = ends.get(cable) ?? { a: [], b: [] };
    ends.set(cable, found);
    return found;
  };
  for (const { pk, fields } of dump.all('dcim.cable')) {
    for (const side of ['a', 'b'] as const) {
      const own = termination(fields[`termination_${side}_type`], fields[`termination_${side}_id`]);
      const listed = listOf(fields[`${side}_terminations`]).map((one) =>
        termination(objectOf(one)['object_type'], objectOf(one)['object_id']),
      );
      for (const end of [own, ...listed]) if (end !== null) endsOf(pk)[side].push(end);
    }
  }
  for (const { fields } of dump.all('dcim.cabletermination')) addEnd(fields, endsOf);
  return [...ends.values()].map(({ a, b }) => [a, b] as const);
}

function addEnd(
  fields: Untyped,
  endsOf: (cable: string) => { readonly a: Termination[]; readonly b: Termination[] },
): void {
  const cable = textOf(fields['cable']);
  const end = termination(fields['termination_type'], fields['termination_id']);
  if (cable !== null && end !== null) endsOf(cable)[fields['cable_end'] === 'A' ? 'a' : 'b'].push(end);
}

function termination(type: unknown, id: unknown): Termination | null {
  const model = contentTypeOf(type);
  const pk = textOf(id);
  return model === null || pk === null ? null : at(model, pk);
}

function link(map: Map<Termination, Set<Termination>>, from: Termination, to: Termination): void {
  const found = map.get(from) ?? new Set<Termination>();
  map.set(from, found.add(to));
}
