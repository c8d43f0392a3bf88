import type { ConfigurationItem } from '../domain/configuration-item';
import type { Revision } from '../domain/ids';

/**
 * An item as it was at a revision, as resolvers hand it to each other. What is a property here needs no resolver: compiled
 * queries read it in passing, and calling a function for each field of a thousand items costs more than their JSON.
 */
export class ItemModel {
  readonly item: ConfigurationItem;
  readonly at: Revision;

  constructor(item: ConfigurationItem, at: Revision) {
    this.item = item;
    this.at = at;
  }

  get name() {
    return this.item.name;
  }
  get description() {
    return this.item.description;
  }
  get environment() {
    return this.item.environment;
  }
  get lifecycle() {
    return this.item.lifecycle;
  }
  get lifecycleStatus() {
    return this.item.lifecycleStatus;
  }
  get criticality() {
    return this.item.criticality;
  }
  get owner() {
    return this.item.owner;
  }
  get supportGroup() {
    return this.item.supportGroup;
  }
  get onCall() {
    return this.item.onCall;
  }
  get site() {
    return this.item.site;
  }
  /** The default tenant has no name. */
  get tenant() {
    return this.item.tenant === '' ? null : this.item.tenant;
  }
  get canFail() {
    return this.item.canFail;
  }
  get labels() {
    return this.item.labels;
  }
  get version() {
    return this.item.version;
  }
  get createdAt() {
    return this.item.createdAt;
  }
  get updatedAt() {
    return this.item.updatedAt;
  }
  get presence() {
    return this.item.presence;
  }
  get absentSince() {
    return this.item.absentSince;
  }
  get retiredAt() {
    return this.item.retiredAt;
  }
  get gates() {
    return this.item.gates;
  }
}
