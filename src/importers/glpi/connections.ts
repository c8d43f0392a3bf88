import type { RecordCollector } from '../record-collector';
import type { ReportBuilder } from '../report-builder';
import { at, listOf, textOf } from '../untyped';
import type { AgentInventory } from './devices';

/** Adds what the ports of network devices are connected to, as far as the other end is among the inventories. */
export function addConnections(
  inventories: readonly AgentInventory[],
  records: RecordCollector,
  report: ReportBuilder,
): void {
  const byAddress = new Map<string, string>();
  for (const { deviceId, content } of inventories) {
    const own = [
      at(content, 'network_device', 'mac'),
      ...listOf(content['networks']).map((one) => at(one, 'mac') ?? at(one, 'macaddr')),
    ];
    const names = [at(content, 'network_device', 'name'), at(content, 'hardware', 'name')];
    for (const known of [...own, ...names]) {
      const text = textOf(known)?.toLowerCase();
      if (text !== undefined && text !== '00:00:00:00:00:00') byAddress.set(text, deviceId);
    }
  }
  for (const { deviceId, content } of inventories) {
    for (const port of listOf(content['network_ports'])) {
      const name = textOf(at(port, 'ifnumber')) ?? textOf(at(port, 'ifname')) ?? textOf(at(port, 'ifdescr'));
      for (const connection of listOf(at(port, 'connections'))) {
        const named = [
          textOf(connection),
          ...['sysmac', 'mac', 'sysname'].map((field) => textOf(at(connection, field))),
          // Behind one port there may be several, told as a list.
          ...listOf(at(connection, 'mac')).map(textOf),
        ];
        const to = named
          .map((one) => (one === null ? undefined : byAddress.get(one.toLowerCase())))
          .find((one) => one !== undefined);
        if (to === undefined)
          report.note('connections to devices that are in none of the files', `${deviceId} ${name ?? ''}`);
        else if (to !== deviceId)
          records.relate({ from: `${deviceId}/port/${name ?? ''}`, type: 'CONNECTS_TO', to, kind: 'OBSERVED' });
      }
    }
  }
}
