/**
 * What is wrong with the command's arguments.
 *
 * @module
 */

/** The arguments are not as they should be. The command ends with status 2. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}
