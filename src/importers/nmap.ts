import type { IngestBatch } from '../domain/ingest/ingest-record';
import type { JsonObject } from '../domain/json';
import type { Importer, ImportOptions, InputFile } from './importer';
import { byName } from './json-sections';
import { hostOf, type ScannedHost, type ScannedPort } from './nmap/host';
import { NMAP_MAPPING, PORT_CLASSES } from './nmap/mapping';
import { RecordCollector } from './record-collector';
import type { ReportBuilder } from './report-builder';
import { refuseUnlessEmpty, wrongFormat } from './wrong-format';
import { readXmlPieces } from './xml-pieces';

/** Network scans: hosts that are up and what listens on their open ports. */
export const nmap: Importer = {
  name: 'nmap',
  description: 'nmap scans (XML, -oX): hosts that are up and their open ports',
  help: `
No entity of the document is ever resolved.

Examples:
  nmap -sV -O -oX scan.xml 10.0.0.0/24 && underpin import nmap scan.xml --source nmap/office
  underpin import nmap scan.xml --sync        # ports that are closed now become absent`,
  options: [
    {
      name: 'localhost',
      value: 'name',
      kind: 'text',
      description: 'host name of the machine that scanned itself as localhost',
    },
  ],
  mapping: NMAP_MAPPING,
  read: readScans,
};

async function* readScans(
  files: readonly InputFile[],
  options: ImportOptions,
  report: ReportBuilder,
): AsyncGenerator<IngestBatch> {
  const records = new RecordCollector(options.source, report);
  const local = options.choices['localhost'] ?? `localhost of ${options.source}`;
  for (const file of byName(files)) await readScan(file, local, records, report);
  yield* records.batches();
}

async function readScan(
  file: InputFile,
  local: string,
  records: RecordCollector,
  report: ReportBuilder,
): Promise<void> {
  let recognised = false;
  for await (const piece of readXmlPieces(file, (path) => path === 'nmaprun/host')) {
    if ('problem' in piece) {
      // An interrupted scan has no end; what it found before is good.
      if (!recognised) return refuseUnlessEmpty(file, 'an nmap scan (XML)', report);
      report.problem(file.name, piece.problem, { line: piece.line });
      return;
    }
    recognised ||= piece.path === 'nmaprun';
    if (!recognised) throw await wrongFormat(file, 'an nmap scan (XML)');
    if (piece.path !== 'nmaprun/host') continue;
    const host = hostOf(piece.element);
    if (host === null) report.skip('host that is down or has no address');
    else addHost(host, local, file.name, records, report);
  }
  if (!recognised) await refuseUnlessEmpty(file, 'an nmap scan (XML)', report);
}

function addHost(
  host: ScannedHost,
  local: string,
  file: string,
  records: RecordCollector,
  report: ReportBuilder,
): void {
  report.read('host');
  const place = { file, line: host.line };
  const [address = ''] = host.addresses;
  const hostname = host.hostname ?? (host.local ? local : address);
  const name = host.fqdn ?? hostname;
  if (host.local && host.hostname === null)
    report.note('machines that scanned themselves; --localhost names them', name);
  const nativeKey = `host/${name}`;
  const attributes: JsonObject = {
    // A short name beside a full one would make hosts of the same name in two domains one.
    ...(host.fqdn === null ? { hostname } : { fqdn: host.fqdn }),
    ...(host.local ? {} : { ipAddresses: host.addresses }),
    ...(host.macAddresses.length === 0 ? {} : { macAddresses: host.macAddresses }),
    ...(host.os === null ? {} : { os: host.os.name }),
  };
  const item = { class: classOfHost(host), nativeKey, name, attributes, complete: ['ATTRIBUTES', 'LABELS'] as const };
  if (!records.item(item, place)) return;
  for (const port of host.ports)
    addPort(port, { host: nativeKey, name, address: host.local ? null : address }, place, records);
}

function classOfHost({ os }: ScannedHost): string {
  if (os === null) return 'Server';
  return { Linux: 'LinuxServer', Windows: 'WindowsServer' }[os.family] ?? 'Server';
}

function addPort(
  { protocol, port, service, product, version }: ScannedPort,
  { host, name, address }: { readonly host: string; readonly name: string; readonly address: string | null },
  place: { readonly file: string; readonly line: number },
  records: RecordCollector,
): void {
  const className = PORT_CLASSES.find(([services]) => services.test(service ?? ''))?.[1] ?? 'GenericApplication';
  const nativeKey = `${host}/${protocol}/${port}`;
  const attributes: JsonObject = {
    port,
    listenAddress: address ?? LOOPBACK,
    ...(product === null ? {} : { product }),
    ...(version === null ? {} : { softwareVersion: version }),
    ...(className === 'GenericApplication' ? { processKey: `${protocol}/${port}` } : {}),
    ...(['DatabaseInstance', 'CacheInstance', 'MessageBroker'].includes(className)
      ? { engine: service ?? 'unknown' }
      : {}),
  };
  const shown = `${service ?? product ?? protocol} ${port}/${protocol} on ${name}`;
  const item = { class: className, nativeKey, name: shown, attributes, complete: ['ATTRIBUTES', 'LABELS'] as const };
  if (records.item(item, place)) records.relate({ from: nativeKey, type: 'RUNS_ON', to: host, kind: 'OBSERVED' });
}

/** An address of the machine itself tells nothing apart, but the name does. */
const LOOPBACK = 'localhost interface';
