import type { ReportBuilder } from '../report-builder';
import { objectOf, textOf, type Untyped } from '../untyped';
import { mergedService } from './merge';

/** A service of a file over those of the same file that it extends, and that these extend. */
export function extendedService(
  services: Untyped,
  name: string,
  report: ReportBuilder,
  seen: readonly string[] = [name],
): Untyped {
  const { extends: extended, ...own } = objectOf(services[name]);
  const base = textOf(extended) ?? textOf(objectOf(extended)['service']);
  if (base === null) return own;
  if (!Object.hasOwn(services, base) || seen.includes(base)) {
    report.note('services that extend one that is not here, read without it', name);
    return own;
  }
  return mergedService(extendedService(services, base, report, [...seen, base]), own);
}
