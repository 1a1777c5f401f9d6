/**
 * Fields of a message, in the order in which they stand there.
 *
 * @module
 */

/** A field. */
export type Field = readonly [name: string, value: string];

/** Fields, of which several may have the same name. */
export type Fields = readonly Field[];
