/* What the loops ask of the program around them; seldom, and each thing once. */

/** What is known of an item, as a state's facts: see desk.ts. */
export declare function describe(item: u32): u32;

/** The gate that an edge with this label joins, of a dependent with the scheme. */
export declare function join(scheme: u32, label: u32): i32;

/** The rank that the gates of an item ask for, which counts do not say. */
export declare function evaluate(item: u32): u32;
