/**
 * The script that a request is for, if it may be run.
 *
 * @module
 */

import { HTTPStatus } from "../../http/status.ts";
import { quote } from "../../python/quote.ts";
import { absolutePath } from "./absolute_path.ts";
import type { ScriptHandler } from "./members.ts";
import { statOrNull } from "../disk/files.ts";
import { locateScript, type ScriptLocation } from "./location.ts";
import { denoProgram, isDenoScript } from "./program.ts";
import { reasonNotToRun } from "./refused_script.ts";
import { partition } from "./url.ts";

/** A script that may be run. */
export interface Script extends ScriptLocation {
  /** Its path in the URL, decoded. */
  readonly name: string;
  /** Its file. */
  readonly file: string;
  /** What the file was when it was looked at. */
  readonly info: Deno.FileInfo;
  /** Whether Deno runs it. */
  readonly byDeno: boolean;
}

/**
 * Find the script that `handler.cgiInfo` leads to.
 *
 * @param handler The handler
 * @returns The script; `undefined` when there is none that may be run, which was then answered
 */
export function findScript(handler: ScriptHandler): Script | undefined {
  const [directory, rest] = handler.cgiInfo;
  const query = partition(partition(handler.path, "#")[0], "?")[1];
  const isDirectory = (path: string): boolean =>
    statOrNull(fileOf(handler, path))?.isDirectory ?? false;
  const location = locateScript(directory, rest, query, isDirectory);
  if (location.pathInfo.includes("\0")) {
    // No variable can hold it.
    handler.sendError(HTTPStatus.BAD_REQUEST);
    return undefined;
  }
  const name = `${location.directory}/${location.script}`;
  const file = fileOf(handler, name);
  const info = statOrNull(file);
  const refuse = (code: HTTPStatus, reason: string): undefined => {
    handler.sendError(code, reason);
  };
  if (info === null) return refuse(HTTPStatus.NOT_FOUND, "No such CGI script");
  const byDeno = isDenoScript(file);
  const reason = reasonNotToRun(handler, file, info, byDeno ? denoProgram() : file);
  if (reason !== undefined) return refuse(HTTPStatus.FORBIDDEN, reason);
  return { ...location, name, file, info, byDeno };
}

/**
 * The file that a path of the URL leads to.
 *
 * @param handler The handler
 * @param path The path, decoded
 * @returns The absolute path of the file
 */
export function fileOf(handler: ScriptHandler, path: string): string {
  return absolutePath(handler.translatePath(quote(path, { errors: "replace" })));
}
