import type { ItemFacts, RelationshipFacts } from '../../src/domain/history/change';
import type { CiClass, Propagation, RelationshipType } from '../../src/domain/class-model/class-model';
import type { GateDefault } from '../../src/domain/gate';
import { itemId, relationshipId } from '../../src/domain/ids';
import { ClassModel } from '../../src/domain/class-model/resolved-class-model';

/** A class model just large enough for graphs: two kinds of things, a service, and one type per way to propagate. */
export function smallModel(
  options: { classes?: readonly Partial<CiClass>[]; types?: readonly RelationshipType[] } = {},
): ClassModel {
  const classes = [
    { name: 'ConfigurationItem', parent: null, abstract: true },
    { name: 'Thing' },
    { name: 'Part', parent: 'Thing' },
    { name: 'Service', isService: true },
  ];
  return new ClassModel({
    classes: [
      ...classes.filter((each) => !options.classes?.some((own) => own.name === each.name)),
      ...(options.classes ?? []),
    ].map(ciClass),
    relationshipTypes: options.types ?? SMALL_TYPES,
  });
}

function ciClass(partial: Partial<CiClass>): CiClass {
  return {
    name: 'Thing',
    parent: 'ConfigurationItem',
    abstract: false,
    description: 'for tests',
    canFail: true,
    isService: false,
    attributes: [],
    identification: [],
    gateDefaults: {},
    ...partial,
  };
}

const gate = (rule: GateDefault['rule'], value: number | null = null, types: readonly string[] | null = null) => ({
  rule,
  value,
  types,
});

export function relationshipType(
  code: number,
  name: string,
  propagation: Propagation,
  defaultGate: GateDefault = gate('ALL'),
  symmetric = false,
): RelationshipType {
  return {
    code,
    name,
    inverseName: symmetric ? name : `${name}_INVERSE`,
    description: 'for tests',
    propagation,
    symmetric,
    defaultStrength: 'HARD',
    defaultGate,
    endpoints: [{ source: ['ConfigurationItem'], target: ['ConfigurationItem'] }],
  };
}

export const SMALL_TYPES: readonly RelationshipType[] = [
  relationshipType(0, 'NEEDS', 'TARGET_TO_SOURCE'),
  relationshipType(1, 'FEEDS', 'SOURCE_TO_TARGET'),
  relationshipType(2, 'TWINS', 'BOTH'),
  relationshipType(3, 'ANY_OF', 'TARGET_TO_SOURCE', gate('ANY')),
  relationshipType(4, 'TWO_OF', 'TARGET_TO_SOURCE', gate('AT_LEAST', 2)),
  relationshipType(5, 'HALF_OF', 'TARGET_TO_SOURCE', gate('PERCENT', 50)),
  relationshipType(6, 'UPLINKS_TO', 'TARGET_TO_SOURCE', gate('PATH', null, ['UPLINKS_TO'])),
  relationshipType(7, 'CABLED', 'NONE', gate('ALL'), true),
  relationshipType(8, 'NOTES', 'NONE'),
  relationshipType(9, 'PAIRS', 'BOTH', gate('AT_LEAST', 2)),
  { ...relationshipType(10, 'FAILS_OVER_TO', 'NONE'), standby: true },
];

export function itemFacts(id: number, partial: Partial<ItemFacts> = {}): ItemFacts {
  return {
    id: itemId(id),
    className: 'Thing',
    tenant: '',
    lifecycle: 'OPERATIONAL',
    criticality: null,
    environment: null,
    canFail: true,
    presence: 'PRESENT',
    retired: false,
    gates: [],
    ...partial,
  };
}

export function relationshipFacts(
  id: number,
  source: number,
  type: string,
  target: number,
  partial: Partial<RelationshipFacts> = {},
): RelationshipFacts {
  return {
    id: relationshipId(id),
    source: itemId(source),
    type,
    target: itemId(target),
    kind: 'DECLARED',
    strength: 'HARD',
    gateKeys: [],
    weight: 1,
    ended: false,
    ...partial,
  };
}
