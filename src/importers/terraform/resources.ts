import { DomainError } from '../../domain/errors';
import type { InputFile } from '../importer';
import { readStart } from '../input-text';
import { byName, placeOf, readSections, type Section } from '../json-sections';
import type { Place } from '../record-collector';
import type { ReportBuilder } from '../report-builder';
import { at, listOf, objectOf, textOf, type Untyped } from '../untyped';
import { configuredReferences, withoutIndexes } from './configuration';
import { unflattened } from './flat-attributes';

/** One instance of a resource, whatever kind of file it stood in. */
export interface TerraformResource {
  /** With module and index, e.g. `module.db.aws_instance.web[0]`. */
  readonly address: string;
  /** The same without the index. */
  readonly group: string;
  readonly module: string | null;
  readonly type: string;
  readonly name: string;
  /** Without what is marked as sensitive. */
  readonly values: Untyped;
  /** Addresses, with or without index, that it depends on. */
  readonly dependencies: readonly string[];
  /** A plan would create it. */
  readonly planned: boolean;
  readonly place: Place;
}

/**
 * Types of providers that make values and keep them in the state alone. Their ids are no names: one constant for all
 * (`none`), or the generated value itself, which may be a secret.
 */
export const isLogical = (type: string): boolean => /^(random|null|time|tls|local|terraform)_/.test(type);

const WANTED = 'a Terraform state or plan as JSON';

/** Reads states of version 3 and 4, and `terraform show -json` of states and plans. */
export async function readResources(
  files: readonly InputFile[],
  report: ReportBuilder,
): Promise<readonly TerraformResource[]> {
  const found: TerraformResource[] = [];
  for (const file of byName(files)) {
    const start = await readStart(file);
    if (EMPTY_STATE.test(start)) continue;
    if (start.startsWith('[command]')) throw wrapped(file);
    const plan = new PlanParts();
    for await (const section of readSections(file, WANTED, isTerraform, report)) {
      const place = { file: file.name, ...placeOf(section) };
      for (const resource of ofSection(section, place, report)) found.push(resource);
      plan.take(section, place);
    }
    for (const resource of plan.resources(report)) found.push(resource);
  }
  return found;
}

function ofSection({ key, value }: Section, place: Place, report: ReportBuilder): readonly TerraformResource[] {
  if (key === 'resources') return ofState4(value, place, report);
  if (key === 'modules') return ofState3(value, place, report);
  return key === 'values' ? ofModule(at(value, 'root_module'), { place, report }) : [];
}

// What runs Terraform in GitHub Actions writes its own call before what that says.
const wrapped = ({ name: file }: InputFile): DomainError =>
  new DomainError(
    'BAD_REQUEST',
    `${file} begins with the call of a wrapper. Leave its first line out, or set terraform_wrapper: false.`,
    { file },
  );

/** All that `terraform show -json` says where nothing was ever created. */
const EMPTY_STATE = /^\s*\{\s*"format_version"\s*:\s*"[\d.]+"\s*\}\s*$/;

const isTerraform = ({ key, value }: Section): boolean =>
  key === 'terraform_version' ||
  ((key === 'planned_values' || key === 'values') && at(value, 'root_module') !== undefined) ||
  (key === 'resources' && textOf(at(value, 'type')) !== null && Array.isArray(at(value, 'instances'))) ||
  (key === 'modules' && Array.isArray(at(value, 'path')) && typeof at(value, 'resources') === 'object');

function ofState4(value: unknown, place: Place, report: ReportBuilder): readonly TerraformResource[] {
  const type = textOf(at(value, 'type'));
  const name = textOf(at(value, 'name'));
  if (type === null || name === null) {
    report.problem(place.file, 'is a resource without type or name', place);
    return [];
  }
  const module = textOf(at(value, 'module'));
  if (at(value, 'mode') === 'data') {
    report.skip(`data.${type}`);
    return [];
  }
  const group = [...(module === null ? [] : [module]), type, name].join('.');
  return listOf(at(value, 'instances')).map((instance, index): TerraformResource => {
    const hidden = listOf(at(instance, 'sensitive_attributes')).flatMap(
      (path) => textOf(at(listOf(path)[0], 'value')) ?? [],
    );
    const values = at(instance, 'attributes') ?? unflattened(objectOf(at(instance, 'attributes_flat')));
    return {
      address: group + indexOf(at(instance, 'index_key')),
      group,
      module,
      type,
      name,
      values: without(objectOf(values), hidden),
      dependencies: textsOf(at(instance, 'dependencies'), at(instance, 'depends_on')),
      planned: false,
      place: { ...place, path: `${place.path ?? ''}.instances[${index}]` },
    };
  });
}

function ofState3(value: unknown, place: Place, report: ReportBuilder): readonly TerraformResource[] {
  const path = listOf(at(value, 'path'))
    .flatMap((step) => textOf(step) ?? [])
    .filter((step) => step !== 'root');
  const module = path.length === 0 ? null : path.map((step) => `module.${step}`).join('.');
  return Object.entries(objectOf(at(value, 'resources'))).flatMap(([key, resource]): TerraformResource[] => {
    if (key.startsWith('data.')) {
      report.skip(key.split('.').slice(0, 2).join('.'));
      return [];
    }
    const [type = '', name = '', index] = key.split('.');
    if (at(resource, 'primary') === null) {
      report.skip(`${type} that is to be destroyed`);
      return [];
    }
    const prefix = module === null ? '' : `${module}.`;
    const flat = objectOf(at(resource, 'primary', 'attributes'));
    return [
      {
        address: `${prefix}${type}.${name}${index === undefined ? '' : `[${index}]`}`,
        group: `${prefix}${type}.${name}`,
        module,
        type,
        name,
        values: { ...unflattened(flat), id: at(resource, 'primary', 'id') },
        // Names here are those inside the module.
        dependencies: textsOf(at(resource, 'depends_on')).map((one) => prefix + one.replace(/\.\*$/, '')),
        planned: false,
        place: { ...place, path: `${place.path ?? ''}.resources["${key}"]` },
      },
    ];
  });
}

interface ModuleContext {
  readonly place: Place;
  readonly report: ReportBuilder;
  readonly references?: ReadonlyMap<string, readonly string[]>;
  /** Addresses that are there already: everything else would be created. */
  readonly existing?: ReadonlySet<string>;
}

function ofModule(module: unknown, context: ModuleContext): readonly TerraformResource[] {
  const own = listOf(at(module, 'resources')).flatMap((resource) =>
    ofShown(resource, textOf(at(module, 'address')), context),
  );
  const inner = listOf(at(module, 'child_modules')).flatMap((child) => ofModule(child, context));
  return [...own, ...inner];
}

function ofShown(resource: unknown, module: string | null, context: ModuleContext): readonly TerraformResource[] {
  const { place, report, references, existing } = context;
  const [address, type, name] = ['address', 'type', 'name'].map((field) => textOf(at(resource, field)));
  if (!address || !type || !name) {
    report.problem(place.file, 'is a resource without address, type or name', place);
    return [];
  }
  if (at(resource, 'mode') === 'data') {
    if (existing === undefined) report.skip(`data.${type}`);
    return [];
  }
  if (existing?.has(address) === true) return [];
  const group = [...(module === null ? [] : [module]), type, name].join('.');
  const configured = (references?.get(withoutIndexes(group)) ?? []).map((target) => sameInstance(target, module));
  const hidden = Object.entries(objectOf(at(resource, 'sensitive_values')))
    .filter(([, mark]) => holdsTrue(mark))
    .map(([field]) => field);
  return [
    {
      address,
      group,
      module,
      type,
      name,
      values: without(objectOf(at(resource, 'values')), hidden),
      dependencies: [...textsOf(at(resource, 'depends_on')), ...configured],
      planned: existing !== undefined,
      place: { ...place, path: address },
    },
  ];
}

/** The configuration knows modules, not their instances: what one refers to within its module is in the same instance. */
function sameInstance(target: string, module: string | null): string {
  const prefix = `${withoutIndexes(module ?? '')}.`;
  return module !== null && target.startsWith(prefix) ? `${module}.${target.slice(prefix.length)}` : target;
}

/** The parts of a plan, which come in any order. */
class PlanParts {
  private readonly parts = new Map<string, unknown>();
  private place: Place | null = null;

  take({ key, value }: Section, place: Place): void {
    if (key === null || !['planned_values', 'prior_state', 'configuration'].includes(key)) return;
    this.parts.set(key, value);
    this.place = place;
  }

  resources(report: ReportBuilder): readonly TerraformResource[] {
    if (this.place === null) return [];
    const references = configuredReferences(at(this.parts.get('configuration'), 'root_module'));
    const context = { place: this.place, report, references };
    const prior = ofModule(at(this.parts.get('prior_state'), 'values', 'root_module'), context);
    const existing = new Set(prior.map(({ address }) => address));
    const planned = ofModule(at(this.parts.get('planned_values'), 'root_module'), { ...context, existing });
    return [...prior, ...planned];
  }
}

const indexOf = (key: unknown): string => {
  if (typeof key === 'number') return `[${key}]`;
  return typeof key === 'string' ? `[${JSON.stringify(key)}]` : '';
};

const textsOf = (...lists: readonly unknown[]): readonly string[] =>
  lists.flatMap((list) => listOf(list).flatMap((one) => textOf(one) ?? []));

const without = (values: Untyped, hidden: readonly string[]): Untyped =>
  Object.fromEntries(Object.entries(values).filter(([name]) => !hidden.includes(name)));

function holdsTrue(mark: unknown): boolean {
  if (typeof mark === 'object' && mark !== null) return Object.values(mark).some(holdsTrue);
  return mark === true;
}
