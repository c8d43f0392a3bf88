import type { Place } from '../record-collector';
import type { Untyped } from '../untyped';

/** One SPDX document. Its ids mean nothing in another one. */
export interface SpdxDocument {
  readonly packages: readonly { readonly id: string; readonly body: Untyped; readonly place: Place }[];
  readonly relationships: readonly { readonly from: string; readonly type: string; readonly to: readonly string[] }[];
}
