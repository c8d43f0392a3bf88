/** The parts of the name of a container image. */
export interface ImageName {
  readonly registry: string;
  readonly repository: string;
  readonly tag: string;
  readonly digest: string | null;
}

/**
 * Reads `registry:5000/path/name:tag@sha256:…` as Docker does: without a registry it is docker.io, there without a path
 * it is in `library`, without a tag it is `latest`. Null for what is no image name, such as one with variables left, or empty ones.
 */
export function imageNameOf(written: string): ImageName | null {
  const match = /^([^@\s]+)(?:@([a-z0-9]+:[0-9a-fA-F]{32,}))?$/.exec(written.trim());
  if (match === null) return null;
  const [, name = '', digest] = match;
  const tagAt = name.lastIndexOf(':');
  const tagged = tagAt > name.lastIndexOf('/');
  const path = tagged ? name.slice(0, tagAt) : name;
  const [first = '', ...rest] = path.split('/');
  const hasRegistry = rest.length > 0 && (/[.:]/.test(first) || first === 'localhost');
  const repository = hasRegistry ? rest.join('/') : rest.length > 0 ? path : `library/${path}`;
  if (!/^[a-z0-9._/-]+$/i.test(repository) || name.endsWith(':')) return null;
  return {
    registry: hasRegistry ? first : 'docker.io',
    repository,
    tag: tagged ? name.slice(tagAt + 1) : 'latest',
    digest: digest ?? null,
  };
}
