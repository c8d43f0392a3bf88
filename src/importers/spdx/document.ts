import type { Place } from '../record-collector';
import type { Untyped } from '../untyped';

/** One SPDX document. Its ids mean nothing in another one of version 2; those of version 3 are the same everywhere. */
export interface SpdxDocument {
  /** Its own address, which others name it by; null where it gives none. */
  readonly namespace: string | null;
  /** What it calls other documents -> their addresses. */
  readonly others: ReadonlyMap<string, string>;
  readonly packages: readonly { readonly id: string; readonly body: Untyped; readonly place: Place }[];
  readonly relationships: readonly SpdxRelationship[];
  /** Licences that are elements of their own, as version 3 has them: id -> expression. */
  readonly licences: ReadonlyMap<string, string>;
}

export interface SpdxRelationship {
  readonly from: string;
  readonly type: string;
  readonly to: readonly string[];
}
