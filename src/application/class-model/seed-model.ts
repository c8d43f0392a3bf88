import { BUILTIN_MODEL, BUILTIN_MODEL_VERSION } from '../../domain/class-model/builtin-model';
import type { ClassModelDefinition } from '../../domain/class-model/class-model';
import { checkClassModel } from '../../domain/class-model/class-model-check';
import type { Revision } from '../../domain/ids';
import { compareModels } from '../../domain/class-model/model-change';
import { ClassModel } from '../../domain/class-model/resolved-class-model';
import type { ModelWrite } from '../../storage/change-sets/change-plan';
import {
  definitionOf,
  loadClassModel,
  type StoredDefinition,
  type StoredModel,
} from '../../storage/class-model/class-model';
import type { Executor } from '../../storage/database';
import type { ModelAttempt } from './model-attempt';
import { checkStored, writeModel, type ModelEditor } from './write-model';

/** A release's built-in model. */
export interface ShippedModel {
  readonly definition: ClassModelDefinition;
  readonly version: number;
}

/** What seeding did. */
export interface SeedResult {
  /** The revision of the change set, or null when everything was there. */
  readonly revision: Revision | null;
  /** Built-in definitions that were left out: what was defined at run time contradicts them, or stored items would not fit. */
  readonly skipped: readonly string[];
}

/** The model that this program ships. */
const SHIPPED: ShippedModel = { definition: BUILTIN_MODEL, version: BUILTIN_MODEL_VERSION };

/**
 * Writes the built-in classes and relationship types that the database lacks or has from an older release, and re-keys
 * what they identify otherwise. Leaves alone what was defined or redefined at run time, and changes nothing that stored
 * items would not fit. Any number of servers may do it at once: one writes, the others find it done.
 */
export async function seedClassModel(app: ModelEditor, shipped: ShippedModel = SHIPPED): Promise<SeedResult> {
  const whole = await attemptSeed(app.database, shipped, { additionsOnly: false });
  if (isNothing(whole)) return { revision: null, skipped: whole.skipped };
  const { count } = await checkStored(app.database, whole, null);
  const additionsOnly = count > 0;
  const first = additionsOnly ? await attemptSeed(app.database, shipped, { additionsOnly }) : whole;
  let { skipped } = first;
  const make = async (reader: Executor): Promise<ModelAttempt> => {
    const attempt = await attemptSeed(reader, shipped, { additionsOnly });
    ({ skipped } = attempt);
    return attempt;
  };
  const reason = `built-in model ${shipped.version}`;
  const call = { principal: 'system', requestId: app.newId(), reason, idempotency: null };
  const { revision, changeSets } = await writeModel(app, make, call, first);
  await app.models.refresh(revision);
  return { revision: changeSets.length === 0 ? null : revision, skipped };
}

interface SeedAttempt extends ModelAttempt {
  readonly skipped: readonly string[];
}

const isNothing = ({ write }: ModelAttempt): boolean =>
  write.classes.length === 0 && write.relationshipTypes.length === 0;

/** What to write; `additionsOnly`: nothing that is there in any form already. */
async function attemptSeed(
  reader: Executor,
  shipped: ShippedModel,
  { additionsOnly }: { readonly additionsOnly: boolean },
): Promise<SeedAttempt> {
  const stored = await loadClassModel(reader);
  const before = new ClassModel(definitionOf(stored));
  const missing = (name: string): boolean => !before.class(name) && !before.type(name);
  const wanted = (all: ClassModelDefinition): ClassModelDefinition => ({
    classes: all.classes.filter(({ name }) => !additionsOnly || missing(name)),
    relationshipTypes: all.relationshipTypes.filter(({ name }) => !additionsOnly || missing(name)),
  });
  const old = {
    classes: outdated(stored.classes, shipped.definition.classes, shipped.version),
    relationshipTypes: withFreeCodes(
      stored,
      outdated(stored.relationshipTypes, shipped.definition.relationshipTypes, shipped.version),
    ),
  };
  const { part, skipped } = findSoundPart(definitionOf(stored), wanted(old));
  const left = [...old.classes, ...old.relationshipTypes].filter(({ name }) => additionsOnly && !missing(name));
  const after = new ClassModel(merged(definitionOf(stored), part));
  return {
    stored,
    after,
    change: compareModels(before, after),
    write: asWrite(part, shipped.version, missing),
    errors: [],
    newEntryCount: 0,
    skipped: [...skipped, ...left.map(({ name }) => name)],
  };
}

/**
 * What was defined at run time stands in the way of something. Definitions that do not fit are left out, and so are
 * those that need them; when a stored class is what does not fit any more, the ones that it inherits from stay as old.
 */
function findSoundPart(
  stored: ClassModelDefinition,
  whole: ClassModelDefinition,
): { readonly part: ClassModelDefinition; readonly skipped: readonly string[] } {
  const known = new Set([...stored.classes, ...stored.relationshipTypes].map(({ name }) => name));
  const skipped: string[] = [];
  let part = whole;
  for (;;) {
    const faulty = new Set(checkClassModel(merged(stored, part)).flatMap((error) => error.path.slice(1, 2)));
    const names = [...part.classes, ...part.relationshipTypes].map(({ name }) => name);
    if (faulty.size === 0 || names.length === 0) return { part, skipped };
    const named = names.filter((name) => faulty.has(name));
    const updates = names.filter((name) => known.has(name));
    // Neither: the stored model was at odds with itself before, and nothing is added to it.
    const dropped = new Set([named, updates, names].find((some) => some.length > 0));
    skipped.push(...dropped);
    part = {
      classes: part.classes.filter(({ name }) => !dropped.has(name)),
      relationshipTypes: part.relationshipTypes.filter(({ name }) => !dropped.has(name)),
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
    ...stored,
    classes: byName(stored.classes, added.classes),
    relationshipTypes: byName(stored.relationshipTypes, added.relationshipTypes),
  };
}

function asWrite(part: ClassModelDefinition, version: number, isNew: (name: string) => boolean): ModelWrite {
  const write = <T extends { readonly name: string }>(definition: T) => ({
    definition: { ...definition, shippedIn: version },
    origin: 'BUILTIN' as const,
    isNew: isNew(definition.name),
  });
  return { classes: part.classes.map(write), relationshipTypes: part.relationshipTypes.map(write) };
}
