import { csvTable } from '../table/csv-table';
import type { InputFile } from '../importer';
import type { Place } from '../record-collector';
import type { ReportBuilder } from '../report-builder';
import { idWithin, type VcenterEstate, type VcenterKind, type VcenterObject } from './estate';

/** A tab, the columns that tell it apart, and the column with the name of what it lists. */
interface Tab {
  readonly name: string;
  readonly needs: readonly string[];
  readonly kind: VcenterKind;
  readonly title: string;
}

/** The order matters: a later tab has fewer columns of its own. */
const TABS: readonly Tab[] = [
  { name: 'vInfo', needs: ['VM', 'Powerstate', 'CPUs', 'Host'], kind: 'VirtualMachine', title: 'VM' },
  { name: 'vNetwork', needs: ['VM', 'Network', 'Connected'], kind: 'VirtualMachine', title: 'VM' },
  { name: 'vDisk', needs: ['VM', 'Disk', 'Controller'], kind: 'VirtualMachine', title: 'VM' },
  { name: 'vHost', needs: ['Host', 'CPU Model'], kind: 'HostSystem', title: 'Host' },
  { name: 'vHost', needs: ['Host', 'ESX Version'], kind: 'HostSystem', title: 'Host' },
  { name: 'vCluster', needs: ['Name', 'NumHosts'], kind: 'ClusterComputeResource', title: 'Name' },
  { name: 'vDatastore', needs: ['Name', 'Accessible', 'Type'], kind: 'Datastore', title: 'Name' },
];

/** These stand on every tab, also on those that tell nothing of what is read here. */
const ON_EVERY_TAB = ['VI SDK Server', 'VI SDK UUID'];

/** Reads one tab of RVTools, as CSV. */
export async function readRvtools(file: InputFile, estate: VcenterEstate, report: ReportBuilder): Promise<void> {
  let tab: Tab | null = null;
  const recognises = (header: readonly string[]): boolean => {
    tab = TABS.find(({ needs }) => needs.every((column) => header.includes(column))) ?? null;
    return tab !== null || ON_EVERY_TAB.some((column) => header.includes(column));
  };
  for await (const { line, fields } of csvTable(
    file,
    'a tab of RVTools as CSV, or output of govc as JSON',
    recognises,
    report,
  )) {
    const body: Record<string, string> = {};
    for (const [index, column] of fields.header.entries()) body[column] ??= fields.values[index] ?? '';
    if (tab === null) report.skip('row of another tab');
    else addRow(tab, body, { file: file.name, line }, estate, report);
  }
}

function addRow(
  { name: tab, kind, title }: Tab,
  body: Readonly<Record<string, string>>,
  place: Place,
  estate: VcenterEstate,
  report: ReportBuilder,
): void {
  const cell = (column: string): string | null => (body[column] ?? '') || null;
  const name = cell(title);
  if (name === null) {
    report.problem(place.file, `is a row without ${title}`, place);
    return;
  }
  if (kind === 'VirtualMachine' && /^true$/i.test(cell('Template') ?? '')) {
    if (tab === 'vInfo') report.skip('template');
    return;
  }
  estate.identify({ instanceUuid: cell('VI SDK UUID'), server: cell('VI SDK Server') });
  const datacenter = cell('Datacenter');
  const networks = networksOf(body);
  const object: VcenterObject = {
    kind,
    id: idOf(kind, name, cell('VM ID'), datacenter),
    name,
    datacenter,
    // A tab about something else knows too little of the machine.
    body: kind === 'VirtualMachine' && tab !== 'vInfo' ? {} : body,
    cluster: cell('Cluster'),
    host: kind === 'VirtualMachine' ? cell('Host') : null,
    datastores: kind === 'VirtualMachine' ? datastoresOf(cell('Path'), cell('Disk Path')) : [],
    networks: kind === 'VirtualMachine' ? networks : [],
    place,
  };
  estate.add(object);
  const named = { ...object, body: {}, cluster: null, host: null, datastores: [], networks: [] };
  for (const network of object.networks)
    estate.add({ ...named, kind: 'Network', id: idWithin(datacenter, network), name: network });
  for (const store of object.datastores)
    estate.add({ ...named, kind: 'Datastore', id: idWithin(datacenter, store), name: store });
  // Many keep this tab alone: where a machine runs is known by name then.
  if (tab === 'vInfo') {
    const { host, cluster } = object;
    if (host !== null) estate.add({ ...named, kind: 'HostSystem', id: host, name: host, cluster });
    if (cluster !== null)
      estate.add({ ...named, kind: 'ClusterComputeResource', id: cluster, name: cluster, datacenter: null });
  }
}

// Names of machines are unique within a folder, those of datastores within a datacenter.
function idOf(kind: VcenterKind, name: string, machineId: string | null, datacenter: string | null): string {
  if (kind === 'VirtualMachine') return machineId ?? name;
  return kind === 'Datastore' ? idWithin(datacenter, name) : name;
}

// `[datastore1] web/web.vmx`
const datastoresOf = (...paths: readonly (string | null)[]): readonly string[] => [
  ...new Set(paths.flatMap((path) => /^\[([^\]]+)\]/.exec(path ?? '')?.slice(1, 2) ?? [])),
];

/** One a row on the tab of networks, all of a machine on that of machines. */
const networksOf = (body: Readonly<Record<string, string>>): readonly string[] =>
  Object.entries(body).flatMap(([column, value]) => (/^Network( #\d+)?$/.test(column) && value !== '' ? [value] : []));
