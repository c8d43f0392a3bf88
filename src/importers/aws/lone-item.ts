import type { Section } from '../json-sections';
import type { Place } from '../record-collector';
import type { ReportBuilder } from '../report-builder';
import { configItemOf, type ConfigItem } from './config-item';

/** What is read of a configuration item. */
const FIELDS: ReadonlySet<string> = new Set(
  'ARN arn accountId awsAccountId awsRegion availabilityZone configuration configurationItemCaptureTime configurationItemStatus configurationItemVersion relationships resourceId resourceName resourceType tags version'.split(
    ' ',
  ),
);

/**
 * Configuration items that stand in a file by themselves, alone or one on each line: their members come one after
 * another, and are put together until the next document begins.
 */
export class LoneItem {
  private document = 0;
  private members: Record<string, unknown> = {};
  private place: Place | null = null;

  /** Whether a piece shows that such an item stands in the file. */
  static shows({ key, value }: Section): boolean {
    return key === 'resourceType' && typeof value === 'string' && value.startsWith('AWS::');
  }

  /** Takes a piece; false: it can be no part of one. */
  take(section: Section, place: Place): boolean {
    const { key, value, path, document } = section;
    if (key === null || !FIELDS.has(key)) return false;
    this.document = document;
    if (key === 'resourceType') this.place = { ...place, path: null };
    this.place ??= place;
    const before = this.members[key];
    if (path === key) this.members[key] = value;
    else if (Array.isArray(before)) before.push(value);
    else this.members[key] = [value];
    return true;
  }

  /** What was put together, when another document begins or the file has ended; null: nothing, or no item. */
  finish(next: Section | null, report: ReportBuilder): ConfigItem | null {
    if (this.place === null || next?.document === this.document) return null;
    const item = configItemOf(this.members, this.place);
    if (item === null) for (const key of Object.keys(this.members)) report.skip(key);
    this.members = {};
    this.place = null;
    return item;
  }
}
