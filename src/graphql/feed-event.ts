import type { FeedEvent } from '../application/feed/change-feed';
import type { Change } from '../domain/history/change';
import { encodeItemId, encodeRelationshipId } from '../domain/opaque-id';
import type { RequestContext } from './context';
import { itemThen, presentChangeSet, subjectOf } from './resolvers/change';

/**
 * An event of the change feed as JSON, in the words of the schema: an item is told by its id, class and name as it was
 * right after the change. The number of statements does not depend on that of the changes.
 */
export async function presentFeedEvent(event: FeedEvent, context: RequestContext): Promise<object> {
  const { changeSet, changes } = event;
  return {
    revision: event.revision,
    cursor: event.cursor,
    changeSet: changeSet && presentChangeSet(changeSet),
    changes: await Promise.all(changes.map((change) => presentChange(change, context))),
    last: event.last,
  };
}

async function presentChange(change: Change, context: RequestContext): Promise<object> {
  const [configurationItem, target, subject, values] = await Promise.all([
    briefly(change, change.itemId, context),
    briefly(change, change.targetId, context),
    subjectOf(change, context),
    context.log.changedValues.load(change),
  ]);
  const { ordinal, entity, kind, relationshipId: id } = change;
  return {
    ordinal,
    entity,
    kind,
    configurationItem,
    relationshipId: id === null ? null : encodeRelationshipId(id),
    target,
    subject,
    values,
  };
}

async function briefly(change: Change, id: Change['itemId'], context: RequestContext): Promise<object | null> {
  const found = await itemThen(change, id, context);
  return found && { id: encodeItemId(found.item.id), class: found.item.className, name: found.item.name };
}
