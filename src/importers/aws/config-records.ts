import { putIntoCloud, unnamedAccount } from '../cloud/places';
import { mappedFields } from '../mapping/mapped-fields';
import type { RecordCollector } from '../record-collector';
import type { ReportBuilder } from '../report-builder';
import { newestOfEach, type ConfigItem } from './config-item';
import { AWS_ROWS, type AwsRow } from './mapping';
import { awsKey, identityOf, type AwsDefaults } from './records';

/** Adds the newest state of each resource in AWS Config. Relationships may lead to what comes with another notification. */
export function addConfigItems(
  items: readonly ConfigItem[],
  defaults: AwsDefaults,
  records: RecordCollector,
  report: ReportBuilder,
): void {
  for (const item of newestOfEach(items)) {
    report.read(item.type);
    const key = keyOf(item);
    const row = rowOf(item.type);
    const { base, attributes } = mappedFields(row, item.configuration, report);
    const observedAt = item.capturedAt === null ? {} : { observedAt: item.capturedAt };
    if (item.deleted) {
      records.item({ class: row.class, nativeKey: key, presence: 'ABSENT', ...observedAt }, item.place);
      continue;
    }
    const added = records.item(
      {
        class: row.class,
        nativeKey: key,
        name: item.tags['Name'] ?? item.name ?? item.id,
        ...base,
        ...observedAt,
        labels: item.tags,
        attributes: { ...attributes, ...identityOf(row, item.id, item.arn) },
        complete: ['ATTRIBUTES', 'LABELS'],
      },
      item.place,
    );
    if (!added) continue;
    const where = {
      provider: 'aws',
      account: item.account ?? defaults.account ?? unnamedAccount(records),
      region: item.region ?? defaults.region,
    };
    if (row.class !== 'LoadBalancerPool') putIntoCloud(records, key, where, item.place);
    for (const related of item.relationships) relate(key, row, related, item, records);
  }
}

const OTHER: Omit<AwsRow, 'configType'> = {
  from: 'configuration',
  class: 'GenericCloudResource',
  id: 'id',
  name: 'id',
  fields: [],
  references: [],
};

const rowOf = (type: string): AwsRow =>
  AWS_ROWS.find((row) => row.configType === type) ?? { ...OTHER, configType: type };

const keyOf = ({ type, id, arn }: Pick<ConfigItem, 'type' | 'id' | 'arn'>): string => {
  const row = rowOf(type);
  return awsKey(/^[a-z]+-[0-9a-f]{8,}$|^arn:/.test(id) || row.class === 'ObjectStore' ? id : (arn ?? `${type}/${id}`));
};

function relate(
  key: string,
  row: AwsRow,
  related: ConfigItem['relationships'][number],
  { capturedAt }: ConfigItem,
  records: RecordCollector,
): void {
  const to = rowOf(related.type);
  // `Contains` and the like are said by the other end too.
  if (!/^is (contained in|associated with|attached to|a member of)/i.test(related.name)) return;
  const type = typeOf(row, to);
  if (type === null) return;
  records.relate({
    from: key,
    type,
    to: keyOf({ type: related.type, id: related.id, arn: null }),
    anywhere: true,
    ...(capturedAt === null ? {} : { observedAt: capturedAt }),
  });
}

function typeOf(from: AwsRow, to: AwsRow): string | null {
  if (to.class === 'VirtualNetwork') return from.class === 'VirtualNetwork' ? 'PART_OF' : 'HOSTED_ON';
  if (to.configType === 'AWS::EC2::SecurityGroup') return from.class === 'VirtualNetwork' ? null : 'SECURED_BY';
  if (to.configType === 'AWS::EC2::Volume') return from.class === 'CloudVm' ? 'STORED_ON' : null;
  // A volume or interface is attached to the machine that depends on it, and says so itself.
  if (to.class === 'CloudVm' && /Volume|NetworkInterface|SecurityGroup/.test(from.configType)) return null;
  return 'DEPENDS_ON';
}
