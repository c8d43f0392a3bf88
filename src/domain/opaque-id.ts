import { itemId, outageId, relationshipId, type ItemId, type OutageId, type RelationshipId } from './ids';

/** The kinds of things that have a global id. */
export type NodeKind = 'ConfigurationItem' | 'Relationship' | 'Outage';

/** A global id taken apart. */
export type NodeId =
  | { kind: 'ConfigurationItem'; id: ItemId }
  | { kind: 'Relationship'; id: RelationshipId }
  | { kind: 'Outage'; id: OutageId };

const PREFIX: Readonly<Record<NodeKind, string>> = { ConfigurationItem: 'ci_', Relationship: 'rel_', Outage: 'out_' };

/** The global id of a configuration item. Clients must treat it as opaque. */
export const encodeItemId = (id: ItemId): string => PREFIX.ConfigurationItem + id.toString(36);

/** The global id of a relationship. */
export const encodeRelationshipId = (id: RelationshipId): string => PREFIX.Relationship + id.toString(36);

/** The global id of a recorded outage. */
export const encodeOutageId = (id: OutageId): string => PREFIX.Outage + id.toString(36);

/** Reads a global id; null when it is none. Base 36 keeps ids short, and one number has exactly one spelling. */
export function decodeId(text: string): NodeId | null {
  for (const kind of ['ConfigurationItem', 'Relationship', 'Outage'] as const) {
    if (!text.startsWith(PREFIX[kind])) continue;
    const digits = text.slice(PREFIX[kind].length);
    const value = parseInt(digits, 36);
    if (!Number.isSafeInteger(value) || value < 1 || value.toString(36) !== digits) return null;
    return nodeId(kind, value);
  }
  return null;
}

function nodeId(kind: NodeKind, value: number): NodeId {
  switch (kind) {
    case 'ConfigurationItem':
      return { kind, id: itemId(value) };
    case 'Relationship':
      return { kind, id: relationshipId(value) };
    case 'Outage':
      return { kind, id: outageId(value) };
    default:
      return kind satisfies never;
  }
}

/** Reads the global id of a configuration item; null when it is none. */
export function decodeItemId(text: string): ItemId | null {
  const decoded = decodeId(text);
  return decoded?.kind === 'ConfigurationItem' ? decoded.id : null;
}

/** Reads the global id of a recorded outage; null when it is none. */
export function decodeOutageId(text: string): OutageId | null {
  const decoded = decodeId(text);
  return decoded?.kind === 'Outage' ? decoded.id : null;
}
