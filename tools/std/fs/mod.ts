/**
 * Stands in for `@std/fs`: what the tests and the tools use of it.
 *
 * @module
 */

export { emptyDir, emptyDirSync, ensureDir, ensureDirSync } from "./directories.ts";
export { exists, type ExistsOptions, existsSync } from "./exists.ts";
export { walk, type WalkEntry, type WalkOptions, walkSync } from "./walk.ts";
