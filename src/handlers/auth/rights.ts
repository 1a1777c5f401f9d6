/**
 * Telling handlers what the users of their requests may do, for pages that show it. Refusing what they
 * may not do is another matter.
 *
 * @module
 */

/** By handler, where not all users have the same rights. */
const rights = new WeakMap<object, boolean>();

/**
 * Note what the user of a request may do.
 *
 * @param handler The handler of the request
 * @param mayWrite Whether requests that change something are allowed; also true as long as it is not
 * known who it is
 */
export function noteRights(handler: object, mayWrite: boolean): void {
  rights.set(handler, mayWrite);
}

/**
 * Whether the user of a request may make others that change something.
 *
 * @param handler The handler of the request
 * @returns Whether the user may; `undefined` where all users may do the same
 */
export function mayUserWrite(handler: object): boolean | undefined {
  return rights.get(handler);
}
