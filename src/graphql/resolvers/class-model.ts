import type {
  CiClass as CiClassDefinition,
  IdentificationEntry as EntryDefinition,
} from '../../domain/class-model/class-model';
import type { ClassModel } from '../../domain/class-model/resolved-class-model';
import type { RequestContext } from '../context';
import type {
  AttributeDefinition,
  ClassGateDefault,
  IdentificationEntry,
  QueryCiClassArgs,
  QueryCiClassesArgs,
  QueryRelationshipTypeArgs,
  QueryRelationshipTypesArgs,
  Resolvers,
} from '../generated';
import type { CiClassModel, RelationshipTypeModel } from '../models';

/** Classes and relationship types as they were at a moment. */
export const classModelResolvers = {
  Query: { ciClasses, ciClass, relationshipTypes, relationshipType },
  CiClass: {
    name: ({ definition }) => definition.name,
    parent: ({ definition, model }) => presentClass(model, definition.parent),
    abstract: ({ definition }) => definition.abstract,
    description: ({ definition }) => definition.description,
    canFail: ({ definition }) => definition.canFail,
    failureProbability: ({ definition, model }) => model.failureProbability(definition.name),
    isService: ({ definition, model }) => model.isService(definition.name),
    absentGraceHours: ({ definition, model }) => model.absentGraceHours(definition.name),
    attributes: attributesOf,
    identification: ({ definition, model }) => model.entriesOf(definition.name).map(presentEntry),
    identificationRules: ({ definition }) =>
      definition.identification.map((rule) =>
        'inherits' in rule ? { inherits: rule.inherits, entry: null } : { inherits: null, entry: presentEntry(rule) },
      ),
    gateDefaults: gateDefaultsOf,
    descendants: ({ definition, model }) => model.descendants(definition.name).slice(1),
    builtIn: ({ definition }) => definition.shippedIn !== undefined,
  },
  RelationshipType: {
    name: ({ definition }) => definition.name,
    inverseName: ({ definition }) => definition.inverseName,
    description: ({ definition }) => definition.description,
    propagation: ({ definition }) => definition.propagation,
    symmetric: ({ definition }) => definition.symmetric,
    standby: ({ definition }) => definition.standby === true,
    defaultStrength: ({ definition }) => definition.defaultStrength,
    defaultGate: ({ definition }) => definition.defaultGate,
    endpoints: ({ definition }) => definition.endpoints,
    builtIn: ({ definition }) => definition.shippedIn !== undefined,
  },
} satisfies Resolvers;

/** A class of a model as resolvers hand it on; null when there is none of the name. */
export function presentClass(model: ClassModel, name: string | null): CiClassModel | null {
  const definition = name === null ? undefined : model.class(name);
  return definition === undefined ? null : { definition, model };
}

/** A relationship type of a model as resolvers hand it on; null when there is none of the name. */
export function presentType(model: ClassModel, name: string): RelationshipTypeModel | null {
  const definition = model.type(name);
  return definition === undefined ? null : { definition };
}

async function ciClasses(
  _: unknown,
  args: Partial<QueryCiClassesArgs>,
  context: RequestContext,
): Promise<readonly CiClassModel[]> {
  const model = await modelFor(context, args);
  const depth = (own: CiClassDefinition): number => model.lineage(own.name).length;
  return [...model.classes()]
    .sort((a, b) => depth(a) - depth(b) || byName(a, b))
    .map((definition) => ({ definition, model }));
}

async function ciClass(_: unknown, args: QueryCiClassArgs, context: RequestContext): Promise<CiClassModel | null> {
  return presentClass(await modelFor(context, args), args.name);
}

async function relationshipTypes(
  _: unknown,
  args: Partial<QueryRelationshipTypesArgs>,
  context: RequestContext,
): Promise<readonly RelationshipTypeModel[]> {
  const model = await modelFor(context, args);
  return [...model.types()].sort(byName).map((definition) => ({ definition }));
}

async function relationshipType(
  _: unknown,
  args: QueryRelationshipTypeArgs,
  context: RequestContext,
): Promise<RelationshipTypeModel | null> {
  return presentType(await modelFor(context, args), args.name);
}

async function modelFor(context: RequestContext, args: Partial<QueryCiClassesArgs>): Promise<ClassModel> {
  return context.modelAt(await context.revisionFor(args));
}

const byName = (a: { readonly name: string }, b: { readonly name: string }): number => (a.name < b.name ? -1 : 1);

function attributesOf({ definition, model }: CiClassModel): readonly AttributeDefinition[] {
  const definers = [...model.lineage(definition.name)]
    .reverse()
    .flatMap((name) => (model.class(name)?.attributes ?? []).map((attribute) => ({ ...attribute, definedBy: name })));
  return definers.sort(byName);
}

function gateDefaultsOf({ definition, model }: CiClassModel): readonly ClassGateDefault[] {
  const nearest = new Map<string, ClassGateDefault>();
  for (const definedBy of model.lineage(definition.name)) {
    for (const [relationshipType, gate] of Object.entries(model.class(definedBy)?.gateDefaults ?? {})) {
      if (!nearest.has(relationshipType)) nearest.set(relationshipType, { relationshipType, definedBy, ...gate });
    }
  }
  return [...nearest.values()];
}

function presentEntry({ attributes, within, rows, weak }: EntryDefinition): IdentificationEntry {
  return { attributes, within, rows, weak };
}
