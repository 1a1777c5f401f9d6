/**
 * Stands in for `@std/path`: what the project uses of it, made of `node:path`.
 *
 * @module
 */

import path from "node:path";
import { adapt, type PathFunctions } from "./_functions.ts";

const functions: PathFunctions = adapt(path);

/** {@inheritDoc PathFunctions.basename} */
export const basename: PathFunctions["basename"] = functions.basename;
/** {@inheritDoc PathFunctions.dirname} */
export const dirname: PathFunctions["dirname"] = functions.dirname;
/** {@inheritDoc PathFunctions.fromFileUrl} */
export const fromFileUrl: PathFunctions["fromFileUrl"] = functions.fromFileUrl;
/** {@inheritDoc PathFunctions.join} */
export const join: PathFunctions["join"] = functions.join;
/** {@inheritDoc PathFunctions.relative} */
export const relative: PathFunctions["relative"] = functions.relative;
/** {@inheritDoc PathFunctions.toFileUrl} */
export const toFileUrl: PathFunctions["toFileUrl"] = functions.toFileUrl;

/** What separates the parts of a path here: `"/"`, or `"\\"` on Windows. */
export const SEPARATOR: "/" | "\\" = path.sep;
