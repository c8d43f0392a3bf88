import type { JsonObject } from '../../domain/json';
import type { ClassMapping } from '../mapping/format-mapping';
import { mappedFields } from '../mapping/mapped-fields';
import type { RecordCollector } from '../record-collector';
import type { ReportBuilder } from '../report-builder';
import { shippedModelAllows } from '../shipped-model';
import { textOf } from '../untyped';
import { withoutCommandSecrets } from './command-secrets';
import { SERVICENOW_RELATIONSHIPS, SERVICENOW_TABLES, SERVICENOW_TYPE_IDS } from './mapping';
import { tableOfFile, type ServiceNowRow } from './rows';

/** Collects records, and relationships until all records are known. Native keys are `sys_id`, or `<table>/<name>` where there is none. */
export class ServiceNowExport {
  private readonly relationships: ServiceNowRow[] = [];
  private readonly keyByName = new Map<string, string>();
  private readonly environment: string;
  private readonly records: RecordCollector;
  private readonly report: ReportBuilder;

  constructor(environment: string, records: RecordCollector, report: ReportBuilder) {
    this.environment = environment;
    this.records = records;
    this.report = report;
  }

  add(row: ServiceNowRow): void {
    if (row.fields['parent'] !== undefined && row.fields['child'] !== undefined) this.relationships.push(row);
    else this.addItem(row);
  }

  finish(): void {
    for (const row of this.relationships) this.relate(row);
  }

  private addItem({ fields, references, place }: ServiceNowRow): void {
    const name = textOf(fields['name']);
    if (name === null) {
      this.report.problem(place.file, 'is a record without a name', place);
      return;
    }
    const written = textOf(references['sys_class_name']) ?? textOf(fields['sys_class_name']);
    const table = tableName(written ?? tableOfFile(place.file));
    const row = ROWS.get(table) ?? ROWS.get(tableName(textOf(fields['sys_class_name']) ?? ''));
    if (row === undefined) {
      this.report.skip(table === '' ? 'record without a class' : table);
      return;
    }
    this.report.read(table);
    const key = textOf(references['sys_id']) ?? `${table}/${name}`;
    const { base, attributes } = mappedFields(row, fields, this.report);
    const added = this.records.item(
      {
        class: row.class,
        nativeKey: key,
        name,
        ...base,
        ...contactsOf(fields),
        ...(row.class === 'ServiceInstance' ? { environment: base.environment ?? this.environment } : {}),
        ...(row.class === 'HypervisorCluster' ? { site: base.site ?? 'global' } : {}),
        attributes: { ...attributes, ...computedOf(row, table, key, fields) },
        complete: ['ATTRIBUTES', 'LABELS'],
      },
      place,
    );
    if (added && !this.keyByName.has(name)) this.keyByName.set(name, key);
  }

  private relate({ fields, references, place }: ServiceNowRow): void {
    const [parent, child] = [
      this.endOf(references['parent'], fields['parent']),
      this.endOf(references['child'], fields['child']),
    ];
    const type = textOf(fields['type']) ?? '';
    const written = SERVICENOW_TYPE_IDS.get(type) ?? type;
    const mapping = SERVICENOW_RELATIONSHIPS.find(({ from }) => from.toLowerCase() === written.toLowerCase());
    if (mapping === undefined) {
      this.report.skip(`relationship ${written === '' ? 'without a type' : written}`);
      return;
    }
    if (parent === null || child === null) {
      this.report.note(
        'relationships of what these files do not hold',
        `${place.file}, ${place.line ?? place.path ?? ''}: ${written}`,
      );
      return;
    }
    this.report.read('cmdb_rel_ci');
    const [from, to] = mapping.incoming === true ? [child, parent] : [parent, child];
    const [source, target] = [this.records.get(from)?.class ?? '', this.records.get(to)?.class ?? ''];
    const fits = shippedModelAllows(mapping.type, source, target);
    if (!fits)
      this.report.note(
        `relationships taken as DEPENDS_ON, since these classes have no ${mapping.type}`,
        `${source} ${written} ${target}`,
      );
    this.records.relate({ from, type: fits ? mapping.type : 'DEPENDS_ON', to });
  }

  private endOf(...names: readonly unknown[]): string | null {
    for (const name of names) {
      const text = textOf(name);
      if (text === null) continue;
      if (this.records.has(text)) return text;
      const key = this.keyByName.get(text);
      if (key !== undefined) return key;
    }
    return null;
  }
}

const ROWS: ReadonlyMap<string, ClassMapping> = new Map(
  SERVICENOW_TABLES.flatMap((row) => row.from.split(', ').map((table) => [table, row] as const)),
);

// `cmdb_ci_linux_server` and `Linux Server` are one.
const tableName = (written: string): string =>
  written
    .toLowerCase()
    .replace(/^cmdb_ci_/, '')
    .replace(/\s+/g, '_');

function contactsOf(fields: ServiceNowRow['fields']): object {
  const contact = (field: string): { name: string } | null => {
    const name = textOf(fields[field]);
    return name === null ? null : { name };
  };
  const [owner, supportGroup, onCall] = [contact('owned_by'), contact('support_group'), contact('managed_by')];
  return {
    ...(owner === null ? {} : { owner }),
    ...(supportGroup === null ? {} : { supportGroup }),
    ...(onCall === null ? {} : { onCall }),
  };
}

const ENGINES: readonly (readonly [RegExp, string])[] = [
  [/mssql|msft_sql/, 'mssql'],
  [/mysql/, 'mysql'],
  [/ora/, 'oracle'],
  [/postgres/, 'postgresql'],
];

// What is called with a password is known by the rest of the call.
const processOf = (fields: ServiceNowRow['fields']): string | null => {
  const command = textOf(fields['running_process_command']);
  return command === null ? null : withoutCommandSecrets(command).slice(0, 2000);
};

function computedOf(row: ClassMapping, table: string, key: string, fields: ServiceNowRow['fields']): JsonObject {
  switch (row.class) {
    case 'DatabaseInstance':
      return { engine: ENGINES.find(([pattern]) => pattern.test(table))?.[1] ?? 'unknown' };
    case 'GenericApplication':
      return { processKey: processOf(fields) ?? `servicenow:${key}` };
    case 'ApplicationCluster':
      return { clusterUid: `servicenow:${key}` };
    default:
      return {};
  }
}
