/**
 * Packages from npm that are loaded when they are first needed. Deno downloads what it sees in the
 * source before a program starts: so their names are not seen in an `import`.
 *
 * @module
 */

/** What Deno says where it takes packages from a project's `node_modules`. */
const NODE_MODULES_REGEXP = /\bnode_modules directory\b/;

/**
 * Load a package from npm.
 *
 * @typeParam Module What it exports
 * @param name Its name and version, `npm:qr@0.7.0` for example
 * @returns What it exports
 * @throws {TypeError} when it cannot be had, with what to do about it
 */
export async function loadPackage<Module>(name: string): Promise<Module> {
  try {
    return await import(name);
  } catch (cause) {
    const reason = explainFailure(String(cause)) ?? "it is downloaded the first time";
    throw new TypeError(`${name} cannot be loaded: ${reason}`, { cause });
  }
}

/**
 * Say what to do about a package that is not in the project's `node_modules`.
 *
 * @param message What Deno says
 * @returns What to do; `undefined` if something else is wrong
 */
export function explainFailure(message: string): string | undefined {
  if (!NODE_MODULES_REGEXP.test(message)) return undefined;
  return "where there is a package.json, Deno needs --no-config for it";
}
