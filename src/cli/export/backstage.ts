import type { JsonObject } from '../../domain/json';
import { entityName, entityNames, isLabelKey, isLabelValue, tagOf } from './backstage-names';
import type { ExportFormat, ExportInput } from './export-format';
import type { ReadItem } from './inventory-reader';
import { linksOf } from './links-by-source';
import { yamlText } from './yaml-text';

/** Catalogue entities: services and applications are components, everything else is a resource, owners are groups. */
export const BACKSTAGE: ExportFormat = {
  name: 'backstage',
  description: 'Backstage catalogue entities (YAML)',
  write: writeBackstage,
};

interface BackstageItem extends ReadItem {
  readonly name: string;
  readonly class: { readonly name: string };
  readonly description: string | null;
  readonly environment: string | null;
  readonly lifecycle: string;
  readonly owner: { readonly name: string } | null;
  readonly labels: JsonObject;
}

const FIELDS = 'name class { name } description environment lifecycle owner { name } labels';
const CLASSES = '{ ciClasses { name isService descendants } }';
const API_VERSION = 'backstage.io/v1alpha1';
/** An owner is required; this is the one of items that have none. */
const NOBODY = 'unknown';
/** Classes whose items are software, beside those that are services. */
const SOFTWARE = new Set(['Application', 'KubernetesWorkload', 'CodeModule', 'ServiceInstance']);

async function* writeBackstage(input: ExportInput): AsyncGenerator<string> {
  const { client, reader, linkOf } = input;
  const { ciClasses } = await client.request<{
    ciClasses: readonly { name: string; isService: boolean; descendants: readonly string[] }[];
  }>(CLASSES);
  const software = new Set(
    ciClasses.flatMap(({ name, isService, descendants }) =>
      isService ? [name] : SOFTWARE.has(name) ? [name, ...descendants] : [],
    ),
  );
  const kindOf = (className: string): string => (software.has(className) ? 'Component' : 'Resource');
  const names = entityNames();
  const references = new Map<string, string>();
  const owners = new Map<string, string>();
  for await (const page of reader.items<BackstageItem>('name class { name } owner { name }')) {
    for (const { id, name, owner, class: itemClass } of page) {
      const kind = kindOf(itemClass.name);
      references.set(id, `${kind.toLowerCase()}:default/${names(kind, name, id)}`);
      const team = owner?.name ?? NOBODY;
      if (!owners.has(team)) owners.set(team, names('Group', team, `team-${owners.size + 1}`));
    }
  }
  const links = await linksOf(reader, new Set(references.keys()), { dependent: true });
  for (const [team, name] of owners) yield document(groupOf(team, name));
  for await (const page of reader.items<BackstageItem>(FIELDS)) {
    yield page
      .map((item) => {
        const reference = references.get(item.id) ?? '';
        const dependsOn = [...new Set((links.get(item.id) ?? []).flatMap(({ end }) => references.get(end) ?? []))];
        const owner = `group:default/${owners.get(item.owner?.name ?? NOBODY) ?? NOBODY}`;
        return document(
          entityOf(item, { kind: kindOf(item.class.name), reference, owner, dependsOn, link: linkOf(item.id) }),
        );
      })
      .join('');
  }
}

const document = (entity: object): string => `---\n${yamlText(entity)}`;

const groupOf = (team: string, name: string): object => ({
  apiVersion: API_VERSION,
  kind: 'Group',
  metadata: { name, title: team },
  spec: { type: 'team', children: [] },
});

interface Surroundings {
  readonly kind: string;
  readonly reference: string;
  readonly owner: string;
  readonly dependsOn: readonly string[];
  readonly link: string;
}

function entityOf(item: BackstageItem, { kind, reference, owner, dependsOn, link }: Surroundings): object {
  const labels = Object.entries(item.labels).filter(([key, value]) => isLabelKey(key) && isLabelValue(value));
  return {
    apiVersion: API_VERSION,
    kind,
    metadata: {
      name: entityName(reference),
      title: item.name,
      ...(item.description === null ? {} : { description: item.description }),
      ...(labels.length === 0 ? {} : { labels: Object.fromEntries(labels) }),
      annotations: { 'underpin.dev/id': item.id, 'underpin.dev/class': item.class.name },
      links: [{ url: link, title: 'Underpin' }],
      ...(item.environment === null ? {} : { tags: [tagOf(item.environment)].filter((tag) => tag !== '') }),
    },
    spec: {
      type: tagOf(item.class.name.replace(/([a-z0-9])([A-Z])/g, '$1-$2')),
      ...(kind === 'Component' ? { lifecycle: lifecycleOf(item) } : {}),
      owner,
      ...(dependsOn.length === 0 ? {} : { dependsOn }),
    },
  };
}

function lifecycleOf({ lifecycle }: BackstageItem): string {
  if (lifecycle === 'OPERATIONAL') return 'production';
  return /^(END_OF_|DEFECTIVE|MISSING)/.test(lifecycle) ? 'deprecated' : 'experimental';
}
