import { addressesInSetting, addressesInText, type Address } from '../addresses';
import { listOf, textOf } from '../untyped';
import { keyedPart } from './merge';
import type { ComposeService } from './service';

/** One service that tells another's address, and where it does. */
export interface ComposeCall {
  readonly caller: string;
  readonly target: string;
  readonly evidence: readonly string[];
}

/** What services call, as their settings say. Values are searched here and go nowhere else. */
export function callsOf(services: readonly ComposeService[]): readonly ComposeCall[] {
  const byHost = new Map<string, ComposeService[]>();
  for (const service of services) {
    for (const host of service.hostNames) byHost.set(host, [...(byHost.get(host) ?? []), service]);
  }
  return services.flatMap((caller) => {
    const evidence = new Map<string, Set<string>>();
    for (const { address, place } of addressesOf(caller)) {
      const target = byHost.get(address.host)?.find((one) => reaches(caller, one));
      if (target === undefined || target === caller) continue;
      evidence.set(target.name, (evidence.get(target.name) ?? new Set()).add(place));
    }
    return [...evidence].map(([target, places]) => ({ caller: caller.name, target, evidence: [...places].sort() }));
  });
}

function addressesOf({ body }: ComposeService): readonly { readonly address: Address; readonly place: string }[] {
  const environment = keyedPart({ environment: body['environment'] }, 'environment');
  const settings = Object.entries(environment).flatMap(([name, value]) =>
    addressesInSetting(name, textOf(value) ?? '').map((address) => ({ address, place: `env ${name}` })),
  );
  const commands = ['command', 'entrypoint'].flatMap((part) => {
    const text =
      textOf(body[part]) ??
      listOf(body[part])
        .map((word) => textOf(word) ?? '')
        .join('\n');
    return addressesInText(text).map((address) => ({ address, place: part }));
  });
  return [...settings, ...commands];
}

// A service behind another one's network has that network.
const reaches = (caller: ComposeService, target: ComposeService): boolean =>
  caller.networks.length === 0 ||
  target.networks.length === 0 ||
  caller.networks.some((network) => target.networks.includes(network));
