import type {
  AttributeDefinition,
  CiClass,
  ClassModelDefinition,
  IdentificationEntry,
  RelationshipType,
} from './class-model';
import { checkClassModel } from './class-model-check';
import { DomainError } from '../errors';
import type { GateDefault } from '../gate';
import { JunkValues } from '../identification/junk-rules';
import { didYouMean, quoted } from '../nearest-name';
import { ReconciliationRules } from '../reconciliation/reconciliation-rules';
import { ValueLists } from './value-lists';
import { isVolatile } from './volatile-values';

/** A class with everything that it inherits. */
interface ResolvedClass {
  readonly own: CiClass;
  /** Itself first, root last. */
  readonly lineage: readonly string[];
  readonly ancestors: ReadonlySet<string>;
  readonly descendants: readonly string[];
  readonly attributes: ReadonlyMap<string, AttributeDefinition>;
  readonly volatile: ReadonlySet<string>;
  readonly entries: readonly IdentificationEntry[];
  readonly isService: boolean;
}

/**
 * The class model that holds at one revision, with inheritance worked out. Immutable: whoever holds one may keep it.
 * Lookups of unknown names give the empty answer; the `require` forms throw.
 */
export class ClassModel {
  readonly definition: ClassModelDefinition;
  /** Who is believed about what. */
  readonly reconciliation: ReconciliationRules;
  /** In which words base fields are stored. */
  readonly valueLists: ValueLists;
  /** Which values count as absent when items are recognised. */
  readonly junkValues: JunkValues;
  readonly #classes: ReadonlyMap<string, ResolvedClass>;
  /** Whether some class has volatile attributes. */
  readonly hasVolatile: boolean;
  readonly #types: ReadonlyMap<string, RelationshipType>;
  readonly #typesByCode: ReadonlyMap<number, RelationshipType>;

  /** Throws INVALID_DEFINITION when the definition contradicts itself. */
  constructor(definition: ClassModelDefinition) {
    const errors = checkClassModel(definition);
    if (errors.length > 0) {
      throw new DomainError('INVALID_DEFINITION', errors.map((error) => error.message).join(' '), {
        errors: errors.map(({ code, message, path }) => ({ code, message, path })),
      });
    }
    this.definition = definition;
    this.#classes = resolveClasses(definition.classes);
    this.hasVolatile = definition.classes.some(({ attributes }) => attributes.some(({ schema }) => isVolatile(schema)));
    this.#types = new Map(definition.relationshipTypes.map((type) => [type.name, type]));
    this.#typesByCode = new Map(definition.relationshipTypes.map((type) => [type.code, type]));
    this.valueLists = new ValueLists(definition.dataRules ?? []);
    this.junkValues = new JunkValues(definition.dataRules ?? []);
    this.reconciliation = new ReconciliationRules(definition.dataRules ?? [], (name) => this.lineage(name));
  }

  /** All classes as they are defined, in the order of the definition. */
  classes(): readonly CiClass[] {
    return this.definition.classes;
  }

  class(name: string): CiClass | undefined {
    return this.#classes.get(name)?.own;
  }

  /** Throws UNKNOWN_CLASS and suggests the nearest name. */
  requireClass(name: string): CiClass {
    const found = this.#classes.get(name);
    if (found !== undefined) return found.own;
    const hint = didYouMean(name, this.#classes.keys());
    throw new DomainError('UNKNOWN_CLASS', `There is no CI class ${quoted(name)}.${hint}`);
  }

  /** How long items of a class stay absent: what it says itself, or else its nearest ancestor that does; null: nobody. */
  absentGraceHours(name: string): number | null {
    const saying = this.lineage(name).find((one) => this.class(one)?.absentGraceHours !== undefined);
    return saying === undefined ? null : (this.class(saying)?.absentGraceHours ?? null);
  }

  /** The class itself first, the root last; empty for an unknown class. */
  lineage(name: string): readonly string[] {
    return this.#classes.get(name)?.lineage ?? [];
  }

  /** Whether `name` is `ancestor` or descends from it. */
  isA(name: string, ancestor: string): boolean {
    return this.#classes.get(name)?.ancestors.has(ancestor) ?? false;
  }

  /** The class itself and everything below it; empty for an unknown class. */
  descendants(name: string): readonly string[] {
    return this.#classes.get(name)?.descendants ?? [];
  }

  /** Attributes by name, those of the root first. */
  attributesOf(name: string): ReadonlyMap<string, AttributeDefinition> {
    return this.#classes.get(name)?.attributes ?? NO_ATTRIBUTES;
  }

  /** The attributes of a class whose values have no history, inherited ones included. */
  volatileOf(name: string): ReadonlySet<string> {
    return this.#classes.get(name)?.volatile ?? NOTHING;
  }

  /** Identification entries in the order in which they are tried, `inherits` expanded. */
  entriesOf(name: string): readonly IdentificationEntry[] {
    return this.#classes.get(name)?.entries ?? [];
  }

  /** Whether impact answers list items of the class under `services`. */
  isService(name: string): boolean {
    return this.#classes.get(name)?.isService ?? false;
  }

  type(name: string): RelationshipType | undefined {
    return this.#types.get(name);
  }

  /** Throws UNKNOWN_RELATIONSHIP_TYPE and suggests the nearest name; an inverse name is answered with its type. */
  requireType(name: string): RelationshipType {
    const found = this.#types.get(name);
    if (found !== undefined) return found;
    const forward = this.types().find((type) => type.inverseName === name);
    const hint =
      forward === undefined
        ? didYouMean(name, this.#types.keys())
        : ` It is the inverse of ${forward.name}: swap source and target and use that.`;
    throw new DomainError('UNKNOWN_RELATIONSHIP_TYPE', `There is no relationship type ${quoted(name)}.${hint}`);
  }

  typeByCode(code: number): RelationshipType | undefined {
    return this.#typesByCode.get(code);
  }

  types(): readonly RelationshipType[] {
    return this.definition.relationshipTypes;
  }

  /** How likely an item of the class is to be down when it does not say so itself: nearest class; null where none says so. */
  failureProbability(className: string): number | null {
    for (const name of this.lineage(className)) {
      const ofClass = this.#classes.get(name)?.own.failureProbability;
      if (ofClass !== undefined) return ofClass;
    }
    return null;
  }

  /** The gate of a dependent of `className` over `typeName` that it does not define itself: nearest class, else the type's. */
  gateDefault(className: string, typeName: string): GateDefault {
    for (const name of this.lineage(className)) {
      const ofClass = this.#classes.get(name)?.own.gateDefaults[typeName];
      if (ofClass !== undefined) return ofClass;
    }
    return this.requireType(typeName).defaultGate;
  }

  /** Whether a relationship of the type may stand between items of these classes; symmetric types are read both ways. */
  allows(typeName: string, sourceClass: string, targetClass: string): boolean {
    const type = this.#types.get(typeName);
    if (type === undefined) return false;
    if (this.#allowsInOrder(type, sourceClass, targetClass)) return true;
    return type.symmetric && this.#allowsInOrder(type, targetClass, sourceClass);
  }

  #allowsInOrder(type: RelationshipType, sourceClass: string, targetClass: string): boolean {
    return type.endpoints.some(
      (rule) =>
        rule.source.some((name) => this.isA(sourceClass, name)) &&
        rule.target.some((name) => this.isA(targetClass, name)),
    );
  }
}

const NOTHING: ReadonlySet<string> = new Set();
const NO_ATTRIBUTES: ReadonlyMap<string, AttributeDefinition> = new Map();

/** Works out what every class inherits; the definition is known to be consistent. */
function resolveClasses(classes: readonly CiClass[]): ReadonlyMap<string, ResolvedClass> {
  const byName = new Map(classes.map((own) => [own.name, own]));
  const lineages = new Map(classes.map((own) => [own.name, lineageOf(own, byName)]));
  const descendants = new Map<string, string[]>(classes.map((own) => [own.name, [own.name]]));
  for (const [name, lineage] of lineages) {
    for (const ancestor of lineage.slice(1)) descendants.get(ancestor.name)?.push(name);
  }
  return new Map(
    classes.map((own) => {
      const lineage = lineages.get(own.name) ?? [own];
      const names = lineage.map((each) => each.name);
      const inherited = [...lineage].reverse().flatMap((each) => each.attributes);
      const resolved: ResolvedClass = {
        own,
        lineage: names,
        ancestors: new Set(names),
        descendants: descendants.get(own.name) ?? [own.name],
        attributes: new Map(inherited.map((attribute) => [attribute.name, attribute])),
        volatile: new Set(inherited.filter(({ schema }) => isVolatile(schema)).map(({ name }) => name)),
        entries: expandEntries(own, byName),
        isService: lineage.some((each) => each.isService),
      };
      return [own.name, resolved];
    }),
  );
}

function lineageOf(own: CiClass, byName: ReadonlyMap<string, CiClass>): readonly CiClass[] {
  const lineage = [own];
  let parent = own.parent === null ? undefined : byName.get(own.parent);
  while (parent !== undefined) {
    lineage.push(parent);
    parent = parent.parent === null ? undefined : byName.get(parent.parent);
  }
  return lineage;
}

/** `inherits` names an ancestor only, so this ends at the root. */
function expandEntries(own: CiClass, byName: ReadonlyMap<string, CiClass>): readonly IdentificationEntry[] {
  return own.identification.flatMap((rule) => {
    if (!('inherits' in rule)) return [rule];
    const ancestor = byName.get(rule.inherits);
    return ancestor === undefined ? [] : expandEntries(ancestor, byName);
  });
}
