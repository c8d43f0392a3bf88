/** The first line of an exported inventory says this; a reader refuses a later format. */
export const INVENTORY_FORMAT = 1;
