import { DomainError } from '../../domain/errors';
import type { InputFile } from '../importer';
import { readStart } from '../input-text';
import { byName, placeOf, readSections, type Section } from '../json-sections';
import { AWS_OUTPUT, looksLike, OTHER_JSON } from '../looks-like';
import type { Place } from '../record-collector';
import type { ReportBuilder } from '../report-builder';
import { at, listOf, objectOf, textOf, type Untyped } from '../untyped';
import { configItemOf, type ConfigItem } from './config-item';
import { LoneItem } from './lone-item';
import { AWS_ROWS, type AwsRow } from './mapping';

/** One resource as `aws … describe-*` shows it. */
export interface DescribedResource {
  readonly row: AwsRow;
  readonly value: Untyped;
  readonly place: Place;
}

/** Everything that the files hold. */
export interface AwsInput {
  readonly described: readonly DescribedResource[];
  readonly zones: readonly { readonly value: Untyped; readonly place: Place }[];
  readonly configItems: readonly ConfigItem[];
}

const ROWS: ReadonlyMap<string, AwsRow> = new Map(AWS_ROWS.map((row) => [row.from, row]));
const CONFIG = new Set(['configurationItems', 'configurationItem', 'configurationItemSummary']);
/** Members of an envelope that holds a change notification. */
const ENVELOPES = new Set(['Message', 'Messages', 'detail', 'Records', 'Results']);
/** What answers of any of its services hold, also of those that are only counted here. */
const AWS_NAME =
  /"(arn:aws[\w-]*:|(i|vpc|subnet|sg|eni|vol|snap|ami|igw|nat|rtb|acl|eipalloc|pcx|tgw|vpce)-[0-9a-f]{8})/;

const WANTED = `${AWS_OUTPUT} or AWS Config`;

/** Names of lists that say nothing of what is in them: an empty one can be anybody's. */
const NAMES_NOTHING = new Set([
  'Contents',
  'Elements',
  'Entries',
  'Items',
  'Objects',
  'Records',
  'Results',
  'Rows',
  'Values',
]);

/** Reads output of the AWS command line, snapshots of AWS Config and its change notifications, alone or in an envelope. */
export async function readAws(files: readonly InputFile[], report: ReportBuilder): Promise<AwsInput> {
  const input = {
    described: [] as DescribedResource[],
    zones: [] as { value: Untyped; place: Place }[],
    configItems: [] as ConfigItem[],
  };
  const refused: { file: string; error: DomainError }[] = [];
  for (const file of byName(files)) {
    const guess = looksLike(await readStart(file));
    const isOther = guess !== null && guess !== AWS_OUTPUT && guess !== OTHER_JSON;
    const recognises = (section: Section): boolean =>
      isAws(section) || LoneItem.shows(section) || (!isOther && maybeAws(section));
    const lone = new LoneItem();
    const finish = (next: Section | null): void => {
      const item = lone.finish(next, report);
      if (item !== null) input.configItems.push(item);
    };
    try {
      for await (const section of readSections(file, WANTED, recognises, report)) {
        finish(section);
        const place = { file: file.name, ...placeOf(section) };
        if (isAws(section) || !lone.take(section, place)) take(section, place, input, report);
      }
      finish(null);
    } catch (error) {
      if (isOther || !(error instanceof DomainError) || error.code !== 'BAD_REQUEST') throw error;
      refused.push({ file: file.name, error });
    }
  }
  // Among answers of AWS, JSON that names nothing of AWS is the answer of a service without resources, such as a list of regions.
  const [first] = refused;
  if (first !== undefined && refused.length === files.length) throw first.error;
  for (const { file } of refused) report.note('files that name no resource of AWS, left out', file);
  return input;
}

const isAws = ({ key, value }: Section): boolean =>
  key !== null
    ? ROWS.has(key) ||
      key === 'Reservations' ||
      key === 'AvailabilityZones' ||
      CONFIG.has(key) ||
      (ENVELOPES.has(key) && configIn(value) !== null)
    : configIn(value) !== null;

/** Answers of other services: other formats speak of AWS too, and their files must not pass as answers without resources. */
const maybeAws = ({ key, value }: Section): boolean =>
  key !== null &&
  ((/^[A-Za-z]+$/.test(key) && AWS_NAME.test(JSON.stringify(value))) ||
    // Whoever asks for everything gets empty lists of what is not used.
    (/^[A-Z][A-Za-z]+s$/.test(key) && !NAMES_NOTHING.has(key) && Array.isArray(value) && value.length === 0));

type Collected = { [Name in keyof AwsInput]: AwsInput[Name][number][] };

function take({ key, value }: Section, place: Place, input: Collected, report: ReportBuilder): void {
  const described = (row: AwsRow | undefined, one: unknown, where: Place): void => {
    if (row !== undefined) input.described.push({ row, value: rowValue(row, one), place: where });
  };
  if (key === 'Reservations') {
    for (const [index, instance] of listOf(at(value, 'Instances')).entries()) {
      const owner = { OwnerId: at(value, 'OwnerId'), ...objectOf(instance) };
      described(ROWS.get('Instances'), owner, { ...place, path: `${place.path ?? ''}.Instances[${index}]` });
    }
  } else if (key === 'AvailabilityZones') input.zones.push({ value: objectOf(value), place });
  else if (key !== null && ROWS.has(key)) described(ROWS.get(key), value, place);
  else {
    const found = key !== null && CONFIG.has(key) ? value : configIn(value);
    if (found === null) {
      const isElement = place.path !== key;
      if (key !== null && (isElement || (typeof value === 'object' && value !== null))) report.skip(key);
      return;
    }
    if (isVerdict(objectOf(found))) {
      report.skip(textOf(at(found, 'resourceType')) ?? key ?? 'verdict');
      return;
    }
    const item = configItemOf(found, place, key === 'Results');
    if (item === null) report.problem(place.file, 'is a configuration item without resourceType and resourceId', place);
    else input.configItems.push(item);
  }
}

// Queues are listed by address alone.
const rowValue = (row: AwsRow, value: unknown): Untyped => {
  const text = textOf(value);
  return text === null ? objectOf(value) : { [row.id]: text };
};

/** What names a resource and says something of it: a request for one only names it. */
const isConfigItem = (value: Untyped): boolean =>
  value['resourceType'] !== undefined &&
  value['resourceId'] !== undefined &&
  SAYING.some((name) => value[name] !== undefined);

const SAYING =
  'configuration configurationItemStatus awsRegion accountId awsAccountId arn ARN tags availabilityZone relationships'.split(
    ' ',
  );

/** What a rule thinks of a resource names it, and says nothing of it. */
const isVerdict = (value: Untyped): boolean =>
  value['newEvaluationResult'] !== undefined ||
  value['complianceType'] !== undefined ||
  /^AWS::Config::\w*Compliance$/.test(textOf(value['resourceType']) ?? '');

// A notification may lie in an SNS envelope, whose message is JSON as text, that in one of SQS, or in an event.
function configIn(value: unknown): unknown {
  if (typeof value === 'string') {
    try {
      return value.startsWith('{') ? configIn(JSON.parse(value)) : null;
    } catch {
      return null;
    }
  }
  const inner = objectOf(value);
  if (isVerdict(inner)) return null;
  if (isConfigItem(inner)) return inner;
  const next =
    inner['configurationItem'] ??
    inner['Message'] ??
    inner['detail'] ??
    inner['Body'] ??
    inner['body'] ??
    at(inner['Sns'], 'Message');
  return next === undefined || next === null ? null : configIn(next);
}
