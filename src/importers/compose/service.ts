import { listOf, objectOf, textOf, type Untyped } from '../untyped';
import { keyedPart } from './merge';
import type { ComposeProject } from './project';

/** A service of a project, as far as others can tell. */
export interface ComposeService {
  readonly name: string;
  readonly body: Untyped;
  /** Names of the networks that it is in; `default` unless it names others; none where it uses those of its host. */
  readonly networks: readonly string[];
  /** The service whose network it uses; null for a network of its own. */
  readonly behind: string | null;
  /** Named volumes, without folders of the host. */
  readonly volumes: readonly string[];
  /** What it is called by others: its name, container name and aliases, lower case. */
  readonly hostNames: readonly string[];
}

/** The services of a project by name, in the order of their names. */
export const servicesOf = (project: ComposeProject): readonly ComposeService[] =>
  [...project.services].map(([name, body]) => serviceOf(name, body, project));

function serviceOf(name: string, body: Untyped, project: ComposeProject): ComposeService {
  const mode = textOf(body['network_mode']);
  const networks = keyedPart(body, 'networks');
  const named = Object.keys(networks);
  const aliases = Object.values(networks).flatMap((one) =>
    listOf(objectOf(one)['aliases']).flatMap((alias) => textOf(alias) ?? []),
  );
  return {
    name,
    body,
    networks: mode !== null ? [] : named.length > 0 ? named : ['default'],
    behind: mode?.startsWith('service:') === true ? mode.slice('service:'.length) : null,
    volumes: [...new Set(listOf(body['volumes']).flatMap((mount) => volumeOf(mount, project) ?? []))],
    hostNames: [
      name,
      ...[body['container_name'], body['hostname']].flatMap((host) => textOf(host) ?? []),
      ...aliases,
    ].map((host) => host.toLowerCase()),
  };
}

// `data:/var/lib/data:ro` or { type: volume, source: data }; a path is a folder of the host.
function volumeOf(mount: unknown, project: ComposeProject): string | null {
  const written = textOf(mount);
  const source = written === null ? textOf(objectOf(mount)['source']) : (written.split(':')[0] ?? '');
  if (source === null || written?.includes(':') === false) return null;
  return Object.hasOwn(project.volumes, source) || /^[A-Za-z0-9][\w.-]*$/.test(source) ? source : null;
}

/** The `host:container` port that is published first, as an address; null when none is. */
export function publishedUrl({ body }: ComposeService): string | null {
  for (const port of listOf(body['ports'])) {
    const published =
      textOf(port) === null
        ? textOf(objectOf(port)['published'])
        : /(?:^|:)(\d+):[\d-]+(?:\/\w+)?$/.exec(String(port))?.[1];
    if (published !== null && published !== undefined && /^\d+$/.test(published)) return `tcp://localhost:${published}`;
  }
  return null;
}

/** Where the source of a service is kept, when it is built from a repository. */
export function buildRepository({ body }: ComposeService): string | null {
  const context = textOf(body['build']) ?? textOf(objectOf(body['build'])['context']);
  return context !== null && /^(https?|git|ssh):\/\/|^git@/.test(context) && !/\/\/[^/]*:[^/]*@/.test(context)
    ? context
    : null;
}
