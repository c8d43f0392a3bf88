import type { Place, RecordCollector } from '../record-collector';

/** Where a cloud resource lives, in the words of its provider. Null: nobody says. */
export interface CloudPlace {
  readonly provider: string;
  readonly account: string;
  readonly region: string | null;
}

/**
 * Puts a resource into its region, or where that is unknown into its account, and makes sure that both are there. All
 * importers of cloud resources do it this way, so that they find each other's.
 */
export function putIntoCloud(records: RecordCollector, nativeKey: string, where: CloudPlace, place: Place): void {
  records.relate({ from: nativeKey, type: 'HOSTED_ON', to: cloudPlaceKey(records, where, place) });
}

/** The native key of a region or account, which is added when it is new. */
export function cloudPlaceKey(records: RecordCollector, where: CloudPlace, place: Place): string {
  const { provider, account, region } = where;
  const accountKey = `${provider}/${account}`;
  if (!records.has(accountKey)) {
    const attributes = { provider, accountId: account };
    records.item({ class: 'CloudAccount', nativeKey: accountKey, name: `${provider} ${account}`, attributes }, place);
  }
  if (region === null) return accountKey;
  const regionKey = `${accountKey}/${region}`;
  if (!records.has(regionKey)) {
    const attributes = { provider, regionCode: region };
    records.item({ class: 'CloudRegion', nativeKey: regionKey, name: region, attributes }, place);
    records.relate({ from: regionKey, type: 'PART_OF', to: accountKey });
  }
  return regionKey;
}

/** Provider, region and account that an ARN names; null where it names none or the text is no ARN. */
export function placeOfArn(text: string | null): { readonly account: string | null; readonly region: string | null } {
  const [arn, , , region, account] = (text ?? '').split(':');
  if (arn !== 'arn') return { account: null, region: null };
  return { account: /^\d+$/.test(account ?? '') ? (account ?? null) : null, region: region || null };
}

/** The region of an availability zone: `us-east-1a` is in `us-east-1`, `europe-west1-b` in `europe-west1`. */
export const regionOfZone = (zone: string | null): string | null =>
  zone === null ? null : (/^(.*?-\d+)(?:[a-z]|-[a-z])$/.exec(zone)?.[1] ?? /^(.*\d)-[a-z]$/.exec(zone)?.[1] ?? zone);

/** Rows of the two classes that everything in a cloud stands in. */
export const CLOUD_PLACE_ROWS = [
  {
    from: 'account, project or subscription',
    class: 'CloudAccount',
    fields: [],
    computed: [
      { to: 'provider', from: 'aws, gcp, azure …' },
      {
        to: 'accountId',
        from: 'number in an ARN or path, owner or project; --account; one that stands for the source',
      },
    ],
  },
  {
    from: 'region',
    class: 'CloudRegion',
    fields: [],
    computed: [
      { to: 'provider', from: 'that of the account' },
      { to: 'regionCode', from: 'region or zone of the resource, or in its ARN; --region' },
    ],
  },
] as const;

/** What stands for the account of resources that name none: one for each data source, since two may mean two accounts. */
export const unnamedAccount = (records: Pick<RecordCollector, 'source'>): string =>
  `unnamed account of ${records.source}`;
