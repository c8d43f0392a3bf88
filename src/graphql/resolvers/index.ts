import { accessResolvers } from './access';
import type { CompleteResolvers } from '../complete';
import { availabilityResolvers } from './availability';
import { changeResolvers } from './change';
import { changeFeedResolvers } from './change-feed';
import { classModelResolvers } from './class-model';
import { configurationItemResolvers } from './configuration-item';
import { cutSetResolvers } from './cut-sets';
import { dataSourceResolvers } from './data-source';
import { defineModelResolvers } from './define-model';
import { differenceResolvers } from './difference';
import { explainValueResolvers } from './explain-value';
import { duplicateResolvers } from './duplicates';
import { impactResolvers } from './impact';
import { ingestResolvers } from './ingest';
import { junkValueResolvers } from './junk-values';
import { liveImpactResolvers } from './live-impact';
import { matchResolvers } from './match';
import { mergeResolvers } from './merge';
import { mutationResolvers } from './mutations';
import { parkedItemResolvers } from './parked-item';
import { nodeResolvers } from './node';
import { reconciliationResolvers } from './reconciliation';
import { outageResolvers } from './outage';
import { relationshipResolvers } from './relationship';
import { revertResolvers } from './revert';
import { serverResolvers } from './server';
import { syncResolvers } from './sync';
import { updateItemsResolvers } from './update-items';
import { singlePointResolvers } from './single-points';
import { topologyResolvers } from './topology';
import { valueListResolvers } from './value-list';
import { webhookResolvers } from './webhooks';

/** The resolvers of the whole schema, in the order of its concepts. A field that nothing answers does not compile. */
export const resolvers: CompleteResolvers = {
  ...classModelResolvers,
  ...defineModelResolvers,
  ...reconciliationResolvers,
  ...explainValueResolvers,
  ...valueListResolvers,
  ...junkValueResolvers,
  ...configurationItemResolvers,
  ...matchResolvers,
  ...relationshipResolvers,
  ...ingestResolvers,
  ...parkedItemResolvers,
  ...mutationResolvers,
  ...mergeResolvers,
  ...duplicateResolvers,
  ...dataSourceResolvers,
  ...syncResolvers,
  ...revertResolvers,
  ...changeResolvers,
  ...updateItemsResolvers,
  ...changeFeedResolvers,
  ...differenceResolvers,
  ...webhookResolvers,
  ...topologyResolvers,
  ...impactResolvers,
  ...liveImpactResolvers,
  ...outageResolvers,
  ...availabilityResolvers,
  ...cutSetResolvers,
  ...singlePointResolvers,
  ...nodeResolvers,
  ...accessResolvers,
  ...serverResolvers,
  GenericConfigurationItem: {
    ...configurationItemResolvers.GenericConfigurationItem,
    ...topologyResolvers.GenericConfigurationItem,
    ...impactResolvers.GenericConfigurationItem,
    ...outageResolvers.GenericConfigurationItem,
    ...availabilityResolvers.GenericConfigurationItem,
    ...cutSetResolvers.GenericConfigurationItem,
  },
  Query: {
    ...nodeResolvers.Query,
    ...classModelResolvers.Query,
    ...reconciliationResolvers.Query,
    ...explainValueResolvers.Query,
    ...valueListResolvers.Query,
    ...junkValueResolvers.Query,
    ...configurationItemResolvers.Query,
    ...matchResolvers.Query,
    ...relationshipResolvers.Query,
    ...dataSourceResolvers.Query,
    ...syncResolvers.Query,
    ...parkedItemResolvers.Query,
    ...changeResolvers.Query,
    ...differenceResolvers.Query,
    ...webhookResolvers.Query,
    ...duplicateResolvers.Query,
    ...topologyResolvers.Query,
    ...impactResolvers.Query,
    ...outageResolvers.Query,
    ...cutSetResolvers.Query,
    ...singlePointResolvers.Query,
    ...accessResolvers.Query,
    ...serverResolvers.Query,
  },
  Subscription: {
    ...changeFeedResolvers.Subscription,
    ...liveImpactResolvers.Subscription,
    ...cutSetResolvers.Subscription,
  },
  Mutation: {
    ...defineModelResolvers.Mutation,
    ...reconciliationResolvers.Mutation,
    ...valueListResolvers.Mutation,
    ...junkValueResolvers.Mutation,
    ...ingestResolvers.Mutation,
    ...mutationResolvers.Mutation,
    ...updateItemsResolvers.Mutation,
    ...outageResolvers.Mutation,
    ...mergeResolvers.Mutation,
    ...duplicateResolvers.Mutation,
    ...syncResolvers.Mutation,
    ...revertResolvers.Mutation,
    ...webhookResolvers.Mutation,
    ...accessResolvers.Mutation,
  },
};
