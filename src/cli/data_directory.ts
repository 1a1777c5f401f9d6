/**
 * Where a program keeps what belongs to a user.
 *
 * @module
 */

import { isGranted } from "../server/permissions.ts";

/** The name of the directory among those of other programs. */
const NAME = "http-server";

/** The variable that leads there, and the way from it. */
const [VARIABLE, PATH] = Deno.build.os === "windows"
  ? ["LOCALAPPDATA", ""] as const
  : Deno.build.os === "darwin"
  ? ["HOME", "/Library/Application Support"] as const
  : ["HOME", "/.local/share"] as const;

/**
 * What to do where {@linkcode dataDirectory} says nothing.
 *
 * @returns The rest of a sentence: the variable to set, or the permissions to add
 */
export function dataDirectoryAdvice(): string {
  const isUnset = isGranted({ name: "env", variable: VARIABLE }) && !Deno.env.get(VARIABLE);
  return isUnset ? `set ${VARIABLE}` : `add --allow-env=${VARIABLE} --allow-read --allow-write`;
}

/**
 * The directory for what this program keeps for the user.
 *
 * @returns Its path, whether it exists or not; `undefined` if Deno does not permit to know it, or to
 * read or write in it
 */
export function dataDirectory(): string | undefined {
  if (!isGranted({ name: "env", variable: VARIABLE })) return undefined;
  const base = Deno.env.get(VARIABLE);
  if (base === undefined || base === "") return undefined;
  const path = `${base}${PATH}/${NAME}`;
  return isGranted({ name: "read", path }) && isGranted({ name: "write", path }) ? path : undefined;
}
