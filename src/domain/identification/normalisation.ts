import type { JsonValue } from '../json';
import { isJunk, type JunkTest } from './junk-values';
import { normalForm } from './normal-form';
import type { ValueKind } from '../class-model/value-kinds';

/** Raised whenever a value may normalise differently than before; stored beside every identifier. */
export const NORMALISER_VERSION = 1;

/** The {@link normalForm} of a value; null when it is missing or junk, by the shipped lists unless told otherwise. */
export function normalise(kind: ValueKind, value: JsonValue | undefined, counted: JunkTest = isJunk): string | null {
  if (value === undefined || value === null) return null;
  const normalised = normalForm(kind, value);
  return counted(kind, normalised) ? null : normalised;
}
