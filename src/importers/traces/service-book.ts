import type { RecordCollector } from '../record-collector';
import type { ReportBuilder } from '../report-builder';
import type { CallCounter } from './call-counter';

/** A service as its spans describe it. */
export interface TracedService {
  readonly name: string;
  readonly namespace: string | null;
  readonly version: string | null;
  readonly environment: string | null;
}

/** Knows the services of all files and names each by a key. */
export class ServiceBook {
  private readonly services = new Map<string, TracedService>();
  private readonly environment: string;

  constructor(environment: string) {
    this.environment = environment;
  }

  /** The native key of a service, which is new to the book or not. */
  keyOf(service: TracedService): string {
    const key = `${service.environment ?? this.environment}/${codeOf(service)}`;
    const known = this.services.get(key);
    if (known === undefined || (service.version ?? '') > (known.version ?? '')) this.services.set(key, service);
    return key;
  }

  /** Adds all services and the calls between them. */
  addTo(records: RecordCollector, counter: CallCounter, file: string, report: ReportBuilder): void {
    for (const [nativeKey, service] of this.services) {
      const { version, environment } = service;
      records.item(
        {
          class: 'ServiceInstance',
          nativeKey,
          name: codeOf(service),
          environment: environment ?? this.environment,
          attributes: { serviceCode: codeOf(service), ...(version === null ? {} : { softwareVersion: version }) },
        },
        { file },
      );
    }
    const { calls, orphans } = counter.finish();
    for (const { from, to, count, lastSeenAt } of calls) {
      const attributes = { count, ...(lastSeenAt === null ? {} : { lastSeenAt }) };
      records.relate({ from, type: 'CALLS', to, kind: 'OBSERVED', attributes });
    }
    if (orphans > 0) report.note('spans whose parent is in none of the files', file, orphans);
    if (counter.forgotten > 0)
      report.note('spans too many to be remembered for their children', file, counter.forgotten);
  }
}

const codeOf = ({ namespace, name }: TracedService): string => (namespace === null ? name : `${namespace}/${name}`);
