import { APPLICATION_CLASSES } from './builtin-classes/application';
import { BUSINESS_CLASSES } from './builtin-classes/business';
import { CLOUD_CLASSES } from './builtin-classes/cloud';
import { CLUSTER_CLASSES } from './builtin-classes/cluster';
import { COMPUTE_CLASSES } from './builtin-classes/compute';
import { NETWORK_CLASSES } from './builtin-classes/network';
import { STORAGE_FACILITY_CLASSES } from './builtin-classes/storage-facility';
import { DELIVERY_TYPES } from './builtin-relationship-types/delivery';
import { PHYSICAL_TYPES } from './builtin-relationship-types/physical';
import { STRUCTURE_TYPES } from './builtin-relationship-types/structure';
import { SUPPORT_TYPES } from './builtin-relationship-types/support';
import { TRAFFIC_TYPES } from './builtin-relationship-types/traffic';
import type { ClassModelDefinition } from './class-model';

/**
 * Raised with every change of the built-in model. A server writes its built-in classes over those of an older version
 * only, so that two releases that run side by side do not undo each other.
 */
export const BUILTIN_MODEL_VERSION = 3;

/** The class model that a new database starts with. Entry ids and codes are stored: they never change. */
export const BUILTIN_MODEL: ClassModelDefinition = {
  classes: [
    ...BUSINESS_CLASSES,
    ...APPLICATION_CLASSES,
    ...CLUSTER_CLASSES,
    ...COMPUTE_CLASSES,
    ...CLOUD_CLASSES,
    ...NETWORK_CLASSES,
    ...STORAGE_FACILITY_CLASSES,
  ],
  relationshipTypes: [...DELIVERY_TYPES, ...TRAFFIC_TYPES, ...STRUCTURE_TYPES, ...PHYSICAL_TYPES, ...SUPPORT_TYPES],
};
