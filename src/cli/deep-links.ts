import type { MomentInput } from './moment-option';

/** The address of the page about an item. */
export const itemLink = (url: string, id: string): string => `${url}/ci/${encodeURIComponent(id)}`;

/** The address of the page that shows what breaks if these items fail. */
export function impactLink(url: string, ids: readonly string[], at: MomentInput | null): string {
  const parameters = new URLSearchParams(ids.map((id): [string, string] => ['failed', id]));
  if (at !== null) parameters.set('at', 'revision' in at ? String(at.revision) : at.time);
  return `${url}/impact?${parameters.toString()}`;
}
