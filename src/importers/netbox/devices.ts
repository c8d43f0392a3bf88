import type { JsonObject } from '../../domain/json';
import { textOf } from '../untyped';
import type { NetboxDump, NetboxObject } from './dump';
import { DEVICE_CLASSES } from './mapping';

/** The class of a device; null for a passive one, which only leads cables on. */
export function classOfDevice(dump: NetboxDump, device: NetboxObject, runsMachines: boolean): string | null {
  const role = roleOf(dump, device).toLowerCase().replace(/[-_]+/g, ' ');
  const found = DEVICE_CLASSES.find(([words]) => words.split(', ').some((word) => new RegExp(`\\b${word}`).test(role)));
  if (found !== undefined) return found[1];
  return device.fields['cluster'] !== null && device.fields['cluster'] !== undefined
    ? 'Hypervisor'
    : runsMachines
      ? 'Hypervisor'
      : 'Server';
}

/** The role of a device: `device_role` up to version 3.5, `role` later. */
export const roleOf = (dump: NetboxDump, { fields }: NetboxObject): string =>
  dump.nameOf('dcim.devicerole', fields['device_role'] ?? fields['role']) ?? '';

/** A member of a stack that has no name of its own is known by its place in the stack, as in NetBox. */
export function nameOfDevice(dump: NetboxDump, { fields }: NetboxObject): string | null {
  const stack = dump.nameOf('dcim.virtualchassis', fields['virtual_chassis']);
  const position = textOf(fields['vc_position']);
  return textOf(fields['name']) ?? (stack === null || position === null ? null : `${stack}:${position}`);
}

/** What the type, platform and role of a device say. */
export function deviceAttributes(dump: NetboxDump, device: NetboxObject, className: string): JsonObject {
  const type = dump.find('dcim.devicetype', device.fields['device_type']);
  const manufacturer = dump.nameOf('dcim.manufacturer', type?.fields['manufacturer']);
  const model = textOf(type?.fields['model']);
  const height = Math.ceil(Number(type?.fields['u_height'] ?? NaN));
  const hostname = nameOfDevice(dump, device);
  const stackId = dump.nameOf('dcim.virtualchassis', device.fields['virtual_chassis']);
  const os = dump.nameOf('dcim.platform', device.fields['platform']);
  const role = roleOf(dump, device);
  const isNetwork = ['Switch', 'Router', 'Firewall', 'LoadBalancer'].includes(className);
  const isHost = ['Server', 'Hypervisor'].includes(className);
  return {
    ...(manufacturer === null ? {} : { manufacturer }),
    ...(model === null ? {} : { model }),
    ...(Number.isInteger(height) && height >= 0 ? { heightUnits: height } : {}),
    ...((isNetwork || isHost) && hostname !== null ? { hostname } : {}),
    ...((isNetwork || isHost) && os !== null ? { os } : {}),
    ...(className === 'Switch' && stackId !== null ? { stackId } : {}),
    ...(isNetwork && role !== '' ? { networkRole: role } : {}),
    ...(className === 'PowerSource' ? { sourceType: /ups/i.test(role) ? 'UPS' : 'PDU' } : {}),
  };
}
