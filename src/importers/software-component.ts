import type { JsonObject } from '../domain/json';

/** A package URL without what does not tell versions apart: qualifiers and subpath. */
const barePurl = (purl: string): string => purl.replace(/[?#].*$/, '');

/** The name that a version of a component has in every bill of materials: `pkg:npm/left-pad@1.3.0`, else `group/name@version`. */
export function componentName(part: {
  readonly purl: string | null;
  readonly group: string | null;
  readonly name: string;
  readonly version: string | null;
}): string {
  if (part.purl !== null && part.purl.startsWith('pkg:')) return barePurl(part.purl).slice(0, NAME_LENGTH_MAX);
  const full = [part.group, part.name].filter((one) => one !== null && one !== '').join('/');
  return (part.version === null || part.version === '' ? full : `${full}@${part.version}`).slice(0, NAME_LENGTH_MAX);
}

const NAME_LENGTH_MAX = 250;

/** What a bill says of a component: a long licence is cut, a long address left out, since a part of it leads elsewhere. */
export function componentFacts(facts: {
  readonly licence: string | null;
  readonly repositoryUrl: string | null;
  readonly packageUrl?: string | null;
}): JsonObject {
  const { licence, repositoryUrl, packageUrl = null } = facts;
  const fits = (text: string | null): text is string => text !== null && text.length <= TEXT_LENGTH_MAX;
  return {
    ...(fits(packageUrl) ? { packageUrl } : {}),
    ...(licence === null || licence === '' ? {} : { licence: licence.slice(0, TEXT_LENGTH_MAX) }),
    ...(fits(repositoryUrl) ? { repositoryUrl } : {}),
  };
}

const TEXT_LENGTH_MAX = 2000;
