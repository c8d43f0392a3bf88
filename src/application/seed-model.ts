import { BUILTIN_MODEL, BUILTIN_MODEL_VERSION } from '../domain/builtin-model';
import type { ClassModelDefinition } from '../domain/class-model';
import { checkClassModel } from '../domain/class-model-check';
import type { Revision } from '../domain/ids';
import type { ModelWrite } from '../storage/change-plan';
import { definitionOf, loadClassModel, type StoredDefinition, type StoredModel } from '../storage/class-model';
import type { Application } from './application';
import { modelPlan } from './model-plan';

/** A release's built-in model. */
export interface ShippedModel {
  readonly definition: ClassModelDefinition;
  readonly version: number;
}

/** What seeding did. */
export interface SeedResult {
  /** The revision of the change set, or null when everything was there. */
  readonly revision: Revision | null;
  /** Built-in definitions that were left out, because what was defined at run time contradicts them. */
  readonly skipped: readonly string[];
}

/** The model that this program ships. */
const SHIPPED: ShippedModel = { definition: BUILTIN_MODEL, version: BUILTIN_MODEL_VERSION };

/**
 * Writes the built-in classes and relationship types that the database lacks or has from an older release. Leaves alone
 * what was defined or redefined at run time. Any number of servers may do it at once: one writes, the others find it done.
 */
export async function seedClassModel(
  app: Pick<Application, 'database' | 'writes' | 'models' | 'newId'>,
  shipped: ShippedModel = SHIPPED,
): Promise<SeedResult> {
  const seed = findSeed(await loadClassModel(app.database), shipped);
  if (isNothing(seed.write)) return { revision: null, skipped: seed.skipped };
  let { skipped } = seed;
  const operationId = app.newId();
  const { revision, changeSet } = await app.writes.submit({
    underLock: true,
    prepare: async (reader) => {
      const stored = await loadClassModel(reader);
      const { write, ...rest } = findSeed(stored, shipped);
      ({ skipped } = rest);
      if (isNothing(write)) return null;
      return modelPlan(
        { principal: 'system', requestId: operationId, operationId, reason: `built-in model ${shipped.version}` },
        { write, basedOn: stored.revision },
      );
    },
  });
  await app.models.refresh(revision);
  return { revision: changeSet === null ? null : revision, skipped };
}

const isNothing = (write: ModelWrite): boolean => write.classes.length === 0 && write.relationshipTypes.length === 0;

interface Seed {
  readonly write: ModelWrite;
  readonly skipped: readonly string[];
}

function findSeed(stored: StoredModel, shipped: ShippedModel): Seed {
  const classes = outdated(stored.classes, shipped.definition.classes, shipped.version);
  const types = withFreeCodes(
    stored,
    outdated(stored.relationshipTypes, shipped.definition.relationshipTypes, shipped.version),
  );
  return findSoundPart(stored, { classes, relationshipTypes: types }, shipped.version);
}

/**
 * What was defined at run time stands in the way of something. Definitions that do not fit are left out, and so are
 * those that need them; when a stored class is what does not fit any more, the ones that it inherits from stay as old.
 */
function findSoundPart(stored: StoredModel, whole: ClassModelDefinition, version: number): Seed {
  const known = new Set([...stored.classes, ...stored.relationshipTypes].map((one) => one.definition.name));
  const skipped = new Set<string>();
  let part = whole;
  for (;;) {
    const faulty = new Set(
      checkClassModel(merged(definitionOf(stored), part)).flatMap((error) => error.path.slice(1, 2)),
    );
    if (faulty.size === 0) return { write: asWrite(stored, part, version), skipped: [...skipped] };
    const names = [...part.classes, ...part.relationshipTypes].map((one) => one.name);
    const named = names.filter((name) => faulty.has(name));
    const dropped = new Set(named.length > 0 ? named : names.filter((name) => known.has(name)));
    // Neither names anything: the stored model was at odds with itself before, and this adds nothing to it.
    if (dropped.size === 0) for (const name of names) dropped.add(name);
    if (dropped.size === 0) return { write: { classes: [], relationshipTypes: [] }, skipped: [...skipped] };
    for (const name of dropped) skipped.add(name);
    part = {
      classes: part.classes.filter((own) => !dropped.has(own.name)),
      relationshipTypes: part.relationshipTypes.filter((type) => !dropped.has(type.name)),
    };
  }
}

function outdated<T extends { readonly name: string; readonly shippedIn?: number }>(
  stored: readonly StoredDefinition<T>[],
  shipped: readonly T[],
  version: number,
): readonly T[] {
  const byName = new Map(stored.map((one) => [one.definition.name, one]));
  return shipped.filter(({ name }) => {
    const known = byName.get(name);
    return known === undefined || (known.origin === 'BUILTIN' && (known.definition.shippedIn ?? 0) < version);
  });
}

/** A stored type keeps its code; a new one takes the shipped code, or another where a run-time type has that one. */
function withFreeCodes(
  stored: StoredModel,
  types: ClassModelDefinition['relationshipTypes'],
): ClassModelDefinition['relationshipTypes'] {
  const codes = new Map(stored.relationshipTypes.map(({ definition }) => [definition.name, definition.code]));
  const taken = new Set(codes.values());
  return types.map((type) => {
    let code = codes.get(type.name) ?? type.code;
    while (!codes.has(type.name) && taken.has(code)) code += 1;
    taken.add(code);
    return { ...type, code };
  });
}

function merged(stored: ClassModelDefinition, added: ClassModelDefinition): ClassModelDefinition {
  const byName = <T extends { readonly name: string }>(first: readonly T[], second: readonly T[]): readonly T[] => [
    ...new Map([...first, ...second].map((one) => [one.name, one])).values(),
  ];
  return {
    classes: byName(stored.classes, added.classes),
    relationshipTypes: byName(stored.relationshipTypes, added.relationshipTypes),
  };
}

function asWrite(stored: StoredModel, added: ClassModelDefinition, version: number): ModelWrite {
  const known = new Set([...stored.classes, ...stored.relationshipTypes].map((one) => one.definition.name));
  const write = <T extends { readonly name: string }>(definition: T) => ({
    definition: { ...definition, shippedIn: version },
    origin: 'BUILTIN' as const,
    isNew: !known.has(definition.name),
  });
  return { classes: added.classes.map(write), relationshipTypes: added.relationshipTypes.map(write) };
}
