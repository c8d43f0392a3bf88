import { REFERENCE_COUNT_MAX } from '../../application/references/references';
import { DomainError } from '../../domain/errors';
import type { ItemId } from '../../domain/ids';
import { decodeId } from '../../domain/opaque-id';
import type { RequestContext } from '../context';
import type { QueryNodeArgs, QueryNodesArgs, Resolvers } from '../generated';
import type { OutageModel, RelationshipModel } from '../models';
import { ItemModel } from '../item-model';
import { outageAt } from './outage';

type NodeModel = ItemModel | RelationshipModel | OutageModel;

/** Anything by its global id. */
export const nodeResolvers = {
  Query: {
    node: (_: unknown, { id }: QueryNodeArgs, context: RequestContext) => loadNode(id, context),
    nodes: (_: unknown, { ids }: QueryNodesArgs, context: RequestContext) => {
      if (ids.length > REFERENCE_COUNT_MAX) {
        const message = `${ids.length} ids are more than one field takes, ${REFERENCE_COUNT_MAX}: ask in several requests.`;
        throw new DomainError('LIMIT_EXCEEDED', message);
      }
      return Promise.all(ids.map((id) => loadNode(id, context)));
    },
  },
  Node: {
    __resolveType: (node: NodeModel) => {
      if ('item' in node) return 'GenericConfigurationItem';
      return 'relationship' in node ? 'Relationship' : 'Outage';
    },
  },
} satisfies Resolvers;

/** Null where there is none. A merged item leads to its survivor. */
async function loadNode(text: string, context: RequestContext): Promise<NodeModel | null> {
  const node = decodeId(text);
  if (!node) return null;
  const at = await context.revisionFor({});
  const readers = context.readers(at);
  if (node.kind === 'ConfigurationItem') return loadSurvivor(node.id, context);
  if (node.kind === 'Outage') return outageAt(context, node.id, at);
  const relationship = await readers.relationships.load(node.id);
  return relationship && { relationship, at };
}

/** A merge of merges is followed this far. */
const MERGE_CHAIN_MAX = 1_000;

async function loadSurvivor(id: ItemId, context: RequestContext): Promise<ItemModel | null> {
  const at = await context.revisionFor({});
  const { items } = context.readers(at);
  let item = await items.load(id);
  for (let step = 0; item?.mergedInto != null && step < MERGE_CHAIN_MAX; step += 1) {
    item = await items.load(item.mergedInto);
  }
  return item && new ItemModel(item, at);
}
