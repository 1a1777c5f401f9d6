/**
 * What a server needs that lets its clients write.
 *
 * @module
 */

import type { FileOptions } from "./handlers/file/options.ts";
import { needsWrite } from "./handlers/file/sharing.ts";
import { isGranted } from "./permissions.ts";

/**
 * Check that Deno permits what the options need, and clean up what a server that was killed left
 * behind. Nothing waits for that.
 *
 * @param directory The directory that is served
 * @param options The options of the handlers
 * @throws {Deno.errors.NotCapable} when Deno does not permit to write there
 */
export function prepareSharing(directory: string, options: Readonly<FileOptions>): void {
  if (!needsWrite(options)) return;
  if (!isGranted({ name: "write", path: directory })) {
    throw new Deno.errors.NotCapable(
      `Cannot let clients write in ${JSON.stringify(directory)}: ` +
        `Deno does not permit it without --allow-write=${directory}`,
    );
  }
  import("./handlers/sharing/sweep.ts").then(({ sweepNowAndThen }) => sweepNowAndThen(directory));
}
