import type { InputFile } from '../importer';
import { byName, placeOf, readSections, type Section } from '../json-sections';
import type { Place } from '../record-collector';
import type { ReportBuilder } from '../report-builder';
import { at, listOf, objectOf, textOf, type Untyped } from '../untyped';

/** One object of NetBox. References are keys of other objects, whatever form they had in the file. */
export interface NetboxObject {
  /** App and model, e.g. `dcim.device`. */
  readonly model: string;
  readonly pk: string;
  readonly fields: Untyped;
  readonly place: Place;
}

/** All objects of all files, by model and key. */
export class NetboxDump {
  private readonly byModel = new Map<string, Map<string, NetboxObject>>();
  private readonly briefs = new Map<string, NetboxObject>();

  add(object: NetboxObject): void {
    const model = this.byModel.get(object.model) ?? new Map<string, NetboxObject>();
    this.byModel.set(object.model, model.set(object.pk, object));
  }

  /** What an answer of the API says of an object beside the one it is about: enough to name it, not to add it. */
  addBrief(brief: NetboxObject): void {
    const key = `${brief.model}:${brief.pk}`;
    // Some answers say less than others.
    this.briefs.set(key, { ...brief, fields: { ...this.briefs.get(key)?.fields, ...brief.fields } });
  }

  models(): readonly string[] {
    return [...this.byModel.keys()].sort();
  }

  all(model: string): readonly NetboxObject[] {
    return [...(this.byModel.get(model)?.values() ?? [])];
  }

  /** The object that a field of another one refers to; null where it refers to none, or to none that these files name. */
  find(model: string, reference: unknown): NetboxObject | null {
    const key = textOf(reference);
    return key === null ? null : (this.byModel.get(model)?.get(key) ?? this.briefs.get(`${model}:${key}`) ?? null);
  }

  /** The name of what is referred to; null where there is none. */
  nameOf(model: string, reference: unknown): string | null {
    return textOf(this.find(model, reference)?.fields['name']);
  }
}

/** Reads `manage.py dumpdata` and answers of the REST API. */
export async function readDump(files: readonly InputFile[], report: ReportBuilder): Promise<NetboxDump> {
  const dump = new NetboxDump();
  for (const file of byName(files)) {
    for await (const section of readSections(file, 'a NetBox dump or answer of its API', isNetbox, report)) {
      const { key, value } = section;
      const place = { file: file.name, ...placeOf(section) };
      if (key !== null && key !== 'results') continue;
      const dumped = objectOfDump(value, place);
      if (dumped === null) addBriefs(value, place, dump);
      const object = dumped ?? objectOfApi(value, place);
      const address = textOf(at(value, 'url')) ?? '';
      const unkeyed = object === null && at(value, 'fields') !== undefined ? textOf(at(value, 'model')) : null;
      if (object !== null && isKept(object)) dump.add(object);
      else if (object !== null) report.skip(object.model);
      // With --natural-primary users, permissions and types have no key; nothing here refers to them.
      else if (unkeyed !== null) report.skip(unkeyed);
      else if (address.includes('/api/')) report.skip(address.replace(/^.*\/api\/|\/?\d*\/?$/g, ''));
      else report.problem(file.name, 'is no object of NetBox: it has neither model and pk nor an API address', place);
    }
  }
  nameTypes(dump, report);
  return dump;
}

const APPS =
  'dcim|ipam|virtualization|circuits|tenancy|extras|users|wireless|vpn|core|auth|contenttypes|sessions|admin|taggit|secrets|django_rq|social_django';
const MODEL = new RegExp(`^(${APPS})\\.\\w+$`);
const ADDRESS = new RegExp(`/api/(${APPS})/([a-z-]+)/(\\d+)/`);

const isNetbox = ({ value }: Section): boolean =>
  (MODEL.test(textOf(at(value, 'model')) ?? '') && at(value, 'fields') !== undefined) ||
  ADDRESS.test(textOf(at(value, 'url')) ?? '');

function objectOfDump(value: unknown, place: Place): NetboxObject | null {
  const [model, pk] = [textOf(at(value, 'model')), textOf(at(value, 'pk'))];
  const fields = at(value, 'fields');
  if (model === null || pk === null || fields === undefined) return null;
  return { model, pk, fields: objectOf(fields), place };
}

function objectOfApi(value: unknown, place: Place): NetboxObject | null {
  const [, app = '', plural = '', pk = ''] = ADDRESS.exec(textOf(at(value, 'url')) ?? '') ?? [];
  if (pk === '') return null;
  const fields = Object.fromEntries(Object.entries(objectOf(value)).map(([name, field]) => [name, plain(field)]));
  return { model: modelOf(app, plural), pk, fields, place };
}

// Nested as deep as the reader lets anything be.
function addBriefs(value: unknown, place: Place, dump: NetboxDump): void {
  for (const field of Array.isArray(value) ? listOf(value) : Object.values(objectOf(value))) {
    if (typeof field !== 'object' || field === null) continue;
    const brief = objectOfApi(field, place);
    if (brief !== null) dump.addBrief(brief);
    addBriefs(field, place, dump);
  }
}

/** What says nothing of an inventory is most of a dump, such as its change log: it is counted, not held. */
const isKept = ({ model }: NetboxObject): boolean =>
  model === 'contenttypes.contenttype' || /^(dcim|ipam|virtualization|circuits|tenancy)\./.test(model);

const REFERRED_TYPE = /^(termination(_[ab])?|assigned_object|scope)_type$/;

/** Which model a number means stands in the dump of `contenttypes`, if it is there, and else in the database only. */
function nameTypes(dump: NetboxDump, report: ReportBuilder): void {
  for (const object of dump.models().flatMap((model) => dump.all(model))) {
    for (const [name, value] of Object.entries(object.fields)) {
      if (!REFERRED_TYPE.test(name) || !/^\d+$/.test(textOf(value) ?? '')) continue;
      const type = dump.find('contenttypes.contenttype', value)?.fields;
      if (type === undefined) {
        const { model, pk } = object;
        report.note('references whose type is a number, left out; dump with --natural-foreign', `${model}:${pk}`);
        break;
      }
      dump.add({
        ...object,
        fields: { ...dump.find(object.model, object.pk)?.fields, [name]: [type['app_label'], type['model']] },
      });
    }
  }
}

// The API writes references as objects with an id, and choices as objects with a value.
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return listOf(value).map((one) => (at(one, 'object_id') === undefined ? plain(one) : one));
  return at(value, 'id') ?? at(value, 'value') ?? value;
}

// `ip-addresses` -> `ipaddress`; the interfaces of machines share their name with those of devices.
function modelOf(app: string, plural: string): string {
  const joined = plural.replaceAll('-', '');
  const singular = joined.replace(/(ss|x)es$/, '$1').replace(/([^s])s$/, '$1');
  return app === 'virtualization' && singular === 'interface' ? 'virtualization.vminterface' : `${app}.${singular}`;
}

/** `["dcim", "interface"]`, `dcim.interface` -> `dcim.interface`; null for the numbers that some dumps have. */
export function contentTypeOf(value: unknown): string | null {
  if (Array.isArray(value))
    return listOf(value)
      .map((part) => textOf(part) ?? '')
      .join('.');
  const text = textOf(value);
  return text?.includes('.') === true ? text : null;
}
