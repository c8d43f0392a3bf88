import { PART_PREFIX } from '../../domain/reconciliation/claim-paths';
import type { JsonObject, JsonValue } from '../../domain/json';

/** The claims of an observation as the fields of a record: flat paths become what a source would send. */
export function claimedFields(claims: JsonObject): JsonObject {
  const base: Record<string, JsonValue> = {};
  const attributes: Record<string, JsonValue> = {};
  const labels: Record<string, JsonValue> = {};
  const gates: JsonValue[] = [];
  const complete: string[] = [];
  for (const [path, value] of Object.entries(claims)) {
    if (path.startsWith('complete.')) complete.push(path.slice('complete.'.length));
    else if (path.startsWith(PART_PREFIX.ATTRIBUTES)) attributes[path.slice(PART_PREFIX.ATTRIBUTES.length)] = value;
    else if (path.startsWith(PART_PREFIX.LABELS)) labels[path.slice(PART_PREFIX.LABELS.length)] = value;
    else if (!path.startsWith(PART_PREFIX.GATES)) base[path] = value;
    // A gate that its source took back says nothing of a new database.
    else if (value !== null) gates.push(value);
  }
  return {
    ...base,
    ...(Object.keys(attributes).length === 0 ? {} : { attributes }),
    ...(Object.keys(labels).length === 0 ? {} : { labels }),
    ...(gates.length === 0 ? {} : { gates }),
    ...(complete.length === 0 ? {} : { complete }),
  };
}
