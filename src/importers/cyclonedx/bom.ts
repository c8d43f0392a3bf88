import type { Place } from '../record-collector';
import { at, listOf, objectOf, textOf, type Untyped } from '../untyped';

/** A component or service of a bill of materials, whichever notation it stood in. */
export interface BomPart {
  readonly kind: 'component' | 'service';
  /** What `dependencies` call it; null when nothing can refer to it. */
  readonly ref: string | null;
  readonly body: Untyped;
  readonly inside: readonly BomPart[];
  readonly place: Place;
}

/** What depends on what, by the refs of one file. */
export interface BomDependency {
  readonly ref: string;
  readonly dependsOn: readonly string[];
}

/** Reads a part and all that is inside it, from JSON. */
export function partOf(kind: BomPart['kind'], value: unknown, place: Place): BomPart {
  const body = objectOf(value);
  const inside = (name: string, of: BomPart['kind']): readonly BomPart[] =>
    listOf(body[name]).map((one, index) =>
      partOf(of, one, { ...place, path: `${place.path ?? ''}.${name}[${index}]` }),
    );
  return {
    kind,
    ref: textOf(body['bom-ref']),
    body,
    inside: [...inside('components', 'component'), ...inside('services', 'service')],
    place,
  };
}

/** Reads one entry of `dependencies`; null when it names nothing. */
export function dependencyOf(value: unknown): BomDependency | null {
  const ref = textOf(at(value, 'ref'));
  if (ref === null) return null;
  return { ref, dependsOn: listOf(at(value, 'dependsOn')).flatMap((one) => textOf(one) ?? []) };
}
