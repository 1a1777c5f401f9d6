/**
 * What a script of the page defines.
 *
 * @module
 */

/**
 * Find the functions and classes of a script.
 *
 * @param script Its text
 * @returns Their names, in the order of the script
 */
export function definitionsOf(script: string): string[] {
  const definitions = script.matchAll(/^(?:async function|function|const(?= \w+ = class)) (\w+)/gm);
  return Array.from(definitions, ([, name = ""]) => name);
}
