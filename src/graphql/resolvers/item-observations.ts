import { laterInstant } from '../../domain/instant';
import type { RequestContext } from '../context';
import type { Observation } from '../generated';
import type { ItemModel } from '../item-model';

/** What data sources say of an item, and when they saw it: in reports that changed something, and in sightings. */
export const itemObservations = {
  observations: async (model: ItemModel, _: unknown, context: RequestContext): Promise<readonly Observation[]> => {
    const { observations, lastSighting } = await read(model, context);
    return observations.map((observation) => ({
      source: observation.source,
      nativeKey: observation.nativeKey === '' ? null : observation.nativeKey,
      class: observation.className,
      claims: observation.claims,
      claimsExistence: observation.exists,
      firstSeenAt: observation.firstSeenAt,
      lastSeenAt: laterInstant(observation.observedAt, lastSighting(observation.source) ?? observation.observedAt),
    }));
  },
  /** An item that no source reports was first seen when it was made. */
  firstSeenAt: async (model: ItemModel, _: unknown, context: RequestContext): Promise<string> => {
    const { observations } = await read(model, context);
    const times = observations.map((observation) => observation.firstSeenAt);
    return times.toSorted(byTime)[0] ?? model.item.createdAt;
  },
  lastSeenAt: async (model: ItemModel, _: unknown, context: RequestContext): Promise<string> => {
    const { observations, sightings } = await read(model, context);
    const times = [
      ...observations.map((observation) => observation.observedAt),
      ...sightings.map((sighting) => sighting.lastSeenAt),
    ];
    return times.toSorted(byTime).at(-1) ?? model.item.createdAt;
  },
};

const byTime = (a: string, b: string): number => (a === b ? 0 : laterInstant(a, b) === b ? -1 : 1);

async function read({ item, at }: ItemModel, context: RequestContext) {
  const readers = context.readers(at);
  const [observations, sightings] = await Promise.all([
    readers.observations.load(item.id),
    readers.sightings.load(item.id),
  ]);
  const bySource = new Map(sightings.map((sighting) => [sighting.source, sighting.lastSeenAt]));
  return { observations, sightings, lastSighting: (source: string) => bySource.get(source) };
}
