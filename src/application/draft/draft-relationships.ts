import { relationshipId, type ItemId, type Revision } from '../../domain/ids';
import { didYouMean, quoted } from '../../domain/nearest-name';
import { decodeId } from '../../domain/opaque-id';
import { weightFault, type Relationship } from '../../domain/relationship';
import { loadRelationshipsAt } from '../../storage/relationships/relationship-queries';
import type { GraphSource } from '../graph/graph-references';
import type { Drafting, Refuse } from './draft-ends';
import type { DraftIds } from './draft-ids';
import type { DraftInput } from './draft-input';
import { BEGINNING } from './draft-items';

/** The relationships that a draft adds. */
export function draftRelationships(
  input: DraftInput,
  drafting: Drafting & { readonly at: Revision; readonly ids: DraftIds },
): readonly Relationship[] {
  const { model, find, refuse, at, ids } = drafting;
  const classOf = classFinder(drafting);
  return (input.addRelationships ?? []).flatMap((given, index) => {
    const path = `addRelationships.${index}`;
    const type = model.type(given.type);
    if (!type) {
      const names = model.types().map(({ name }) => name);
      refuse(path, `there is no relationship type ${quoted(given.type)}.${didYouMean(given.type, names)}`);
    }
    const source = find(`${path}.source`, given.source);
    const target = find(`${path}.target`, given.target);
    const weight = given.weight ?? 1;
    const fault = weightFault(weight);
    if (fault !== null) refuse(`${path}.weight`, `${fault}.`);
    if (!type || source === null || target === null) return [];
    if (source === target) {
      refuse(path, 'both ends are the same item. An item has no relationship to itself.');
    } else if (!model.allows(type.name, classOf(source), classOf(target))) {
      refuse(path, `a ${classOf(source)} cannot be related to a ${classOf(target)} by ${type.name}.`);
    }
    const strength = given.strength ?? type.defaultStrength;
    const gateKeys = [...(given.gateKeys ?? [])];
    return [
      {
        id: ids.relationship(),
        source,
        type: type.name,
        target,
        tenant: '',
        kind: 'DECLARED' as const,
        strength,
        gateKeys,
        weight,
        attributes: {},
        claims: [],
        version: 0,
        createdAt: BEGINNING,
        updatedAt: BEGINNING,
        validFrom: at,
      },
    ];
  });
}

function classFinder({ view, items }: Drafting): (id: ItemId) => string {
  const drafted = new Map([...items.values()].map((item) => [item.id, item.className]));
  return (id) => drafted.get(id) ?? view.classOf(id);
}

/** The relationships that a draft removes. */
export async function relationshipsToRemove(
  app: GraphSource,
  input: DraftInput,
  at: Revision,
  refuse: Refuse,
): Promise<readonly Relationship[]> {
  const texts = input.removeRelationships ?? [];
  if (texts.length === 0) return [];
  const keys = texts.map((text) => {
    const decoded = decodeId(text);
    return { id: decoded?.kind === 'Relationship' ? decoded.id : NO_RELATIONSHIP, revision: at };
  });
  const stored = await loadRelationshipsAt(app.database, keys);
  return texts.flatMap((text, index) => {
    const relationship = stored[index];
    if (!relationship) refuse(`removeRelationships.${index}`, `no relationship has the id ${quoted(text)} then.`);
    return relationship ?? [];
  });
}

/** Below all ids: a relationship that is not there. */
const NO_RELATIONSHIP = relationshipId(0);
