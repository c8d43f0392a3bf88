/** Which configuration items a caller sees: all conditions must hold. */
export interface Visibility {
  /** Only items of these tenants; the empty text is the default tenant. Null: of all. */
  readonly tenants: readonly string[] | null;
  /** Only items that have these labels with these values. */
  readonly labels: Readonly<Record<string, string>>;
}

/** What decides whether an item is seen. */
export interface Seeable {
  readonly tenant: string;
  readonly labels: Readonly<Record<string, unknown>>;
}

/** Null when the conditions hide nothing, so that nobody has to look at them. */
export function visibilityOf({ tenants, labels }: Visibility): Visibility | null {
  const sorted = tenants && [...new Set(tenants)].sort();
  return sorted === null && Object.keys(labels).length === 0 ? null : { tenants: sorted, labels };
}

/** Whether an item is seen; null sees everything. */
export function sees(visibility: Visibility | null, { tenant, labels }: Seeable): boolean {
  if (visibility === null) return true;
  if (visibility.tenants !== null && !visibility.tenants.includes(tenant)) return false;
  return Object.entries(visibility.labels).every(([key, value]) => labels[key] === value);
}

/** Whether some item could be seen by both: unless their tenants, or a label, keep them apart. */
export function seeTogether(a: Visibility | null, b: Visibility | null): boolean {
  if (a === null || b === null) return true;
  if (a.tenants !== null && b.tenants !== null && !a.tenants.some((one) => b.tenants?.includes(one))) return false;
  return Object.entries(a.labels).every(([key, value]) => (b.labels[key] ?? value) === value);
}

/** Whether everything that `inner` sees is seen by `outer`, too. */
export function isWithin(inner: Visibility | null, outer: Visibility | null): boolean {
  if (outer === null) return true;
  if (inner === null) return false;
  const tenantsFit =
    outer.tenants === null || (inner.tenants !== null && inner.tenants.every((one) => outer.tenants?.includes(one)));
  return tenantsFit && Object.entries(outer.labels).every(([key, value]) => inner.labels[key] === value);
}
