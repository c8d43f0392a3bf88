import { itemId, relationshipId, type ItemId, type RelationshipId } from './ids';

/** The kinds of things that have a global id. */
export type NodeKind = 'ConfigurationItem' | 'Relationship';

/** A global id taken apart. */
export type NodeId = { kind: 'ConfigurationItem'; id: ItemId } | { kind: 'Relationship'; id: RelationshipId };

const PREFIX: Readonly<Record<NodeKind, string>> = { ConfigurationItem: 'ci_', Relationship: 'rel_' };

/** The global id of a configuration item. Clients must treat it as opaque. */
export const encodeItemId = (id: ItemId): string => PREFIX.ConfigurationItem + id.toString(36);

/** The global id of a relationship. */
export const encodeRelationshipId = (id: RelationshipId): string => PREFIX.Relationship + id.toString(36);

/** Reads a global id; null when it is none. Base 36 keeps ids short, and one number has exactly one spelling. */
export function decodeId(text: string): NodeId | null {
  for (const kind of ['ConfigurationItem', 'Relationship'] as const) {
    if (!text.startsWith(PREFIX[kind])) continue;
    const digits = text.slice(PREFIX[kind].length);
    const value = parseInt(digits, 36);
    if (!Number.isSafeInteger(value) || value < 1 || value.toString(36) !== digits) return null;
    return kind === 'ConfigurationItem' ? { kind, id: itemId(value) } : { kind, id: relationshipId(value) };
  }
  return null;
}

/** Reads the global id of a configuration item; null when it is none. */
export function decodeItemId(text: string): ItemId | null {
  const decoded = decodeId(text);
  return decoded?.kind === 'ConfigurationItem' ? decoded.id : null;
}
