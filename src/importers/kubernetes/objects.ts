import { DomainError } from '../../domain/errors';
import { parseDocuments } from '../documents';
import { notThisFormat, type InputFile } from '../importer';
import { readStart, readWhole } from '../input-text';
import { placeOf, readSections, type Section } from '../json-sections';
import { KUBERNETES_MANIFEST, looksLike } from '../looks-like';
import type { ReportBuilder } from '../report-builder';
import { at, findUnstorable, listOf, objectOf, textOf, textsOf, type Untyped } from '../untyped';

/** One Kubernetes object as it stands in a file. */
export interface KubernetesObject {
  /** The API group, e.g. `apps`; the empty string is the core group. */
  readonly group: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly uid: string | null;
  readonly labels: Readonly<Record<string, string>>;
  readonly body: Untyped;
}

/** Reads every object of every file, in the order of the file names, so that the order of arguments changes nothing. */
export async function readObjects(
  files: readonly InputFile[],
  defaultNamespace: string,
  report: ReportBuilder,
): Promise<KubernetesObject[]> {
  const objects: KubernetesObject[] = [];
  for (const file of [...files].sort((left, right) => (left.name < right.name ? -1 : 1))) {
    const text = await textOfFile(file);
    if (text === null) for await (const object of listed(file, defaultNamespace, report)) objects.push(object);
    else for (const object of objectsOf(file.name, text, defaultNamespace, report)) objects.push(object);
  }
  return objects;
}

const WANTED = 'a set of Kubernetes manifests';

/** Null: too large to be held, and JSON, which can be read object by object. */
async function textOfFile(file: InputFile): Promise<string | null> {
  try {
    return await readWhole(file);
  } catch (error) {
    const isLarge = error instanceof DomainError && error.code === 'TOO_LARGE';
    if (isLarge && /^\s*[[{]/.test(await readStart(file))) return null;
    throw error;
  }
}

/** The objects of a list as `kubectl get -o json` writes it, of any length. */
async function* listed(
  file: InputFile,
  defaultNamespace: string,
  report: ReportBuilder,
): AsyncGenerator<KubernetesObject> {
  const isEntry = ({ key }: Section): boolean => key === null || key === 'items';
  const recognises = (section: Section): boolean =>
    isEntry(section) ? isKubernetes(section.value) : section.key === 'kind' && isListKind(section.value);
  const list: Record<string, unknown> = {};
  for await (const section of readSections(file, WANTED, recognises, report)) {
    if (section.key === 'kind' || section.key === 'apiVersion') list[section.key] = section.value;
    if (!isEntry(section)) continue;
    const [entry] = entriesOf({ ...list, items: [section.value] });
    for (const { value, path } of flattened(entry)) {
      const object = objectFrom(value, defaultNamespace, new Set());
      const place = { ...placeOf(section), path: [section.path, path].filter(Boolean).join('.') };
      if (typeof object === 'string') report.problem(file.name, object, place);
      else if (object !== null) yield object;
    }
  }
}

function objectsOf(file: string, text: string, defaultNamespace: string, report: ReportBuilder): KubernetesObject[] {
  const objects: KubernetesObject[] = [];
  let recognised = false;
  let readable = 0;
  for (const document of parseDocuments(text)) {
    const place = { document: document.number, line: document.line };
    if (!('value' in document)) {
      report.problem(file, document.problem, place);
      continue;
    }
    readable += 1;
    recognised ||= isKubernetes(document.value);
    const visited = new Set<unknown>();
    for (const { value, path } of flattened(document.value)) {
      recognised ||= isKubernetes(value);
      const object = objectFrom(value, defaultNamespace, visited);
      if (typeof object === 'string') report.problem(file, object, { ...place, path });
      else if (object !== null) objects.push(object);
    }
  }
  if (text.trim() === '') report.problem(file, 'is empty');
  if (recognised || text.trim() === '') return objects;
  const guess = looksLike(text);
  if (readable > 0 || guess !== KUBERNETES_MANIFEST) throw notThisFormat(file, WANTED, guess);
  return objects;
}

// Backstage borrows the shape of Kubernetes objects without being any.
const isKubernetes = (value: unknown): boolean =>
  textOf(at(value, 'kind')) !== null &&
  !(textOf(at(value, 'apiVersion')) ?? 'backstage.io/').startsWith('backstage.io/');

// Lists may hold lists; the visited set stands against YAML anchors that hold themselves.
function* flattened(root: unknown): Generator<{ value: unknown; path: string | null }> {
  const visited = new Set<unknown>();
  const waiting: { value: unknown; path: string }[] = [{ value: root, path: '' }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { value, path } = next;
    if (visited.has(value)) continue;
    const items = Array.isArray(value) ? value : isList(value) ? entriesOf(value) : null;
    if (items === null) {
      if (typeof value === 'object') visited.add(value);
      yield { value, path: path === '' ? null : path };
      continue;
    }
    visited.add(value);
    const prefix = Array.isArray(value) ? path : path === '' ? 'items' : `${path}.items`;
    const entries = listOf(items);
    for (let index = entries.length - 1; index >= 0; index -= 1) {
      waiting.push({ value: entries[index], path: `${prefix}[${index}]` });
    }
  }
}

const isListKind = (kind: unknown): boolean => (textOf(kind) ?? '').endsWith('List');

// A list of nothing has null for its items where Go wrote it.
function isList(value: unknown): boolean {
  const items = at(value, 'items');
  return isListKind(at(value, 'kind')) && (items === null || Array.isArray(items));
}

/** The entries of a list. The API answers with lists of one kind, which say once for all what their entries are. */
function entriesOf(list: unknown): readonly unknown[] {
  const kind = (textOf(at(list, 'kind')) ?? '').replace(/List$/, '');
  const entries = listOf(at(list, 'items'));
  if (kind === '') return entries;
  const apiVersion = at(list, 'apiVersion');
  const isUntold = (entry: unknown): boolean => at(entry, 'metadata') !== undefined && at(entry, 'kind') === undefined;
  return entries.map((entry) => (isUntold(entry) ? { apiVersion, kind, ...objectOf(entry) } : entry));
}

// Text: what is wrong with it. Null: nothing there.
function objectFrom(value: unknown, defaultNamespace: string, visited: Set<unknown>): KubernetesObject | string | null {
  if (value === null || value === undefined) return null;
  const apiVersion = textOf(at(value, 'apiVersion'));
  const kind = textOf(at(value, 'kind'));
  if (apiVersion === null || kind === null) return 'is no Kubernetes object: apiVersion or kind is missing';
  const name = textOf(at(value, 'metadata', 'name')) ?? (isForTools(apiVersion) ? kind : null);
  if (name === null) return `${kind} without metadata.name`;
  if (name.length > NAME_LENGTH_MAX) return `${kind} whose metadata.name is longer than ${NAME_LENGTH_MAX} characters`;
  const unstorable = findUnstorable(value, visited);
  if (unstorable !== null) return `${kind} ${name}: ${unstorable.path} ${unstorable.reason}, which cannot be stored`;
  return {
    group: apiVersion.includes('/') ? (apiVersion.split('/')[0] ?? '') : '',
    kind,
    namespace: textOf(at(value, 'metadata', 'namespace')) ?? defaultNamespace,
    name,
    uid: textOf(at(value, 'metadata', 'uid')),
    labels: textsOf(at(value, 'metadata', 'labels')),
    body: objectOf(value),
  };
}

// What is never sent to a cluster, such as a kustomization.yaml beside the manifests, needs no name and is counted as skipped.
const isForTools = (apiVersion: string): boolean => /^(kustomize|skaffold|kind\.x-k8s|kubeadm)\b/.test(apiVersion);

// The longest name that Kubernetes itself accepts.
const NAME_LENGTH_MAX = 253;

/** As with `kubectl apply -f <directory>`, a later definition of the same object replaces an earlier one. */
export function lastOfEach(objects: readonly KubernetesObject[], report: ReportBuilder): KubernetesObject[] {
  const byKey = new Map<string, KubernetesObject>();
  for (const object of objects) {
    const key = [object.group, object.kind, object.namespace, object.name].join('/');
    if (byKey.has(key))
      report.note('objects defined more than once; the last by file name counts', `${object.kind} ${object.name}`);
    byKey.set(key, object);
  }
  return [...byKey.values()];
}
