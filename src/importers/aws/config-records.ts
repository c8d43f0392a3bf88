import { putIntoCloud, unnamedAccount } from '../cloud/places';
import { mappedFields } from '../mapping/mapped-fields';
import type { RecordCollector } from '../record-collector';
import type { ReportBuilder } from '../report-builder';
import { newestOfEach, type ConfigItem } from './config-item';
import { goneState } from './gone';
import { AWS_ROWS, OTHER_GONE, type AwsRow } from './mapping';
import { awsKeyOf, identityOf, type AwsDefaults, type AwsScope } from './records';

/** Adds the newest state of each resource in AWS Config. Relationships may lead to what comes with another notification. */
export function addConfigItems(
  items: readonly ConfigItem[],
  defaults: AwsDefaults,
  records: RecordCollector,
  report: ReportBuilder,
): void {
  const scopeOf = ({ account, region }: ConfigItem): AwsScope => ({
    account: account ?? defaults.account ?? unnamedAccount(records),
    region: region ?? defaults.region,
  });
  for (const item of newestOfEach(items, (one) => keyOf(one, scopeOf(one)))) {
    report.read(item.type);
    const scope = scopeOf(item);
    const key = keyOf(item, scope);
    const row = rowOf(item.type);
    const { base, attributes } = mappedFields(row, item.configuration, report);
    const observedAt = item.capturedAt === null ? {} : { observedAt: item.capturedAt };
    if (item.deleted || isGone(row, item)) {
      records.item({ class: row.class, nativeKey: key, presence: 'ABSENT', ...observedAt }, item.place);
      continue;
    }
    const name = item.tags?.['Name'] ?? item.name ?? (item.whole ? item.id : null);
    const added = records.item(
      {
        class: row.class,
        nativeKey: key,
        ...(name === null ? {} : { name }),
        ...base,
        ...observedAt,
        ...(item.tags === null ? {} : { labels: item.tags }),
        attributes: { ...attributes, ...identityOf(row, item.id, item.arn) },
        ...(item.whole ? { complete: ['ATTRIBUTES' as const, 'LABELS' as const] } : {}),
      },
      item.place,
    );
    if (!added) continue;
    const where = { provider: 'aws', ...scope, region: isGlobal(item.type) ? null : scope.region };
    // Who asked for neither account nor region does not move it to where nobody named one.
    const isPlaced =
      item.whole || ((item.account ?? defaults.account) !== null && (scope.region !== null || isGlobal(item.type)));
    if (isPlaced && row.class !== 'LoadBalancerPool') putIntoCloud(records, key, where, item.place);
    for (const related of item.relationships) {
      // A relationship names neither account nor region: they are those of the item, unless its target has none.
      relate({ from: key, to: keyOf(related, scope) }, [row, rowOf(related.type)], related.name, item, records);
    }
  }
}

const isGone = ({ gone }: AwsRow, { type, configuration }: ConfigItem): boolean =>
  (AWS_ROWS.some(({ configType }) => configType === type) ? [gone] : OTHER_GONE).some(
    (states) => goneState(states, configuration) !== null,
  );

const OTHER: Omit<AwsRow, 'configType'> = {
  from: 'configuration',
  class: 'GenericCloudResource',
  id: 'id',
  name: 'id',
  fields: [],
  references: [],
  gone: null,
};

const rowOf = (type: string): AwsRow =>
  AWS_ROWS.find((row) => row.configType === type) ?? { ...OTHER, configType: type };

/** Services without regions. */
const isGlobal = (type: string): boolean => /^AWS::(IAM|CloudFront|Route53|WAF)::/.test(type);

// Without the ARN, which relationships do not tell.
const keyOf = ({ type, id }: Pick<ConfigItem, 'type' | 'id'>, { account, region }: AwsScope): string =>
  awsKeyOf(rowOf(type), id, { account, region: isGlobal(type) ? null : region });

function relate(
  ends: { readonly from: string; readonly to: string },
  [row, to]: readonly [from: AwsRow, to: AwsRow],
  name: string,
  { capturedAt }: ConfigItem,
  records: RecordCollector,
): void {
  // `Contains` and the like are said by the other end too.
  if (!/^is (contained in|associated with|attached to|a member of)/i.test(name)) return;
  const type = typeOf(row, to);
  if (type === null) return;
  records.relate({
    ...ends,
    type,
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
