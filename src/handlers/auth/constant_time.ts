/**
 * Comparing what is secret.
 *
 * @module
 */

/**
 * Whether two texts are the same, in a time that depends on their lengths alone.
 *
 * @param a A text
 * @param b Another
 * @returns Whether they are
 */
export function isEqual(a: string, b: string): boolean {
  if (a.length !== b.length) return false;
  let difference = 0;
  for (let index = 0; index < a.length; index++) {
    difference |= a.charCodeAt(index) ^ b.charCodeAt(index);
  }
  return difference === 0;
}
