import type { ReportBuilder } from '../report-builder';
import { addressesInSetting, addressesInText, type Address } from '../addresses';
import type { KubernetesObject } from './objects';
import { serviceCandidates } from './service-candidates';
import type { Service } from './services';
import { mountedSettings, settingsOf, type ConfigMaps, type Setting } from './settings';
import type { Workload } from './workloads';

/** A concluded call, and what it was concluded from. The same call found several ways is one call. */
export interface Call {
  readonly caller: Workload;
  /** A Service; or a workload that no Service stands in front of. */
  readonly target: KubernetesObject;
  readonly evidence: ReadonlySet<string>;
}

/** Collects calls by caller and target; a workload that calls the Service in front of itself depends on nothing new. */
export class CallCollector {
  private readonly found = new Map<string, { caller: Workload; target: KubernetesObject; evidence: Set<string> }>();

  add(caller: Workload, target: KubernetesObject, evidence: string): void {
    const key = [identityOf(caller.object), identityOf(target)].join(' -> ');
    const call = this.found.get(key) ?? { caller, target, evidence: new Set<string>() };
    call.evidence.add(evidence);
    this.found.set(key, call);
  }

  /** Whether a caller is already known to call one of these targets. */
  knows(caller: Workload, targets: readonly KubernetesObject[]): KubernetesObject | null {
    const from = identityOf(caller.object);
    return targets.find((target) => this.found.has([from, identityOf(target)].join(' -> '))) ?? null;
  }

  /** In a fixed order, whatever order they were found in. */
  calls(): readonly Call[] {
    return [...this.found].sort(([left], [right]) => (left < right ? -1 : 1)).map(([, call]) => call);
  }
}

const identityOf = ({ kind, namespace, name }: KubernetesObject): string => `${namespace}/${kind}/${name}`;

/** What calls are looked for in: the Services by `namespace/name`, and the ConfigMaps. */
export interface AddressBook {
  readonly services: ReadonlyMap<string, Service>;
  readonly configMaps: ConfigMaps;
}

/** Adds the calls that a workload's settings name. An address that is no Service of these files is counted, never invented. */
export function collectAddressCalls(
  workload: Workload,
  book: AddressBook,
  calls: CallCollector,
  report: ReportBuilder,
): void {
  const { namespace, kind, name } = workload.object;
  const dangling = new Map<string, string>();
  const settings = [
    ...workload.containers.flatMap((container) => settingsOf(container, namespace, book.configMaps)),
    ...mountedSettings(workload.podSpec, namespace, book.configMaps),
  ];
  for (const setting of settings) {
    for (const address of addressesOf(setting)) {
      const service = resolve(address, namespace, book.services);
      if (service === null) {
        const isMeant = setting.name !== null || (address.certain && setting.vague !== true);
        if (isMeant) dangling.set(address.host, setting.place);
      } else if (service.members.includes(workload)) {
        report.note('calls of a workload to its own Service left out', `${kind} ${name}, ${setting.place}`);
      } else {
        calls.add(workload, service.object, setting.place);
      }
    }
  }
  for (const [host, place] of dangling) {
    report.note('addresses that name no Service of these files', `${host} (${kind} ${namespace}/${name}, ${place})`);
  }
}

const addressesOf = ({ name, value }: Setting): Address[] =>
  name === null ? addressesInText(value) : addressesInSetting(name, value);

function resolve(address: Address, namespace: string, services: ReadonlyMap<string, Service>): Service | null {
  for (const candidate of serviceCandidates(address.host, namespace)) {
    const service = services.get(`${candidate.namespace}/${candidate.name}`);
    if (service !== undefined) return service;
  }
  return null;
}
