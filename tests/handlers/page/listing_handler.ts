/**
 * A handler that answers directories with the listing page, and nothing else differently.
 *
 * @module
 */

import { MemoryFile } from "../../../src/handlers/served_file.ts";
import { readLargeDirectoryOrNull } from "../../../src/handlers/directory.ts";
import { statOrNull } from "../../../src/handlers/files.ts";
import type { ListedEntry } from "../../../src/handlers/listing.ts";
import { answerListing, type ListedDirectory } from "../../../src/handlers/page/mod.ts";
import { decodeTargetPath } from "../../../src/handlers/translate_path.ts";
import { QuietFileHandler } from "../../helpers/quiet_handlers.ts";

/** Serves files, and lists directories with the page. */
export class ListingHandler extends QuietFileHandler {
  /** None: `index.html` is a name among others here. */
  override indexPages: string[] = [];

  override async listDirectory(path: string): Promise<MemoryFile> {
    const entries = await readLargeDirectoryOrNull(path) ?? [];
    const [target = "", query] = this.path.split(/\?(.*)/s);
    const request = {
      path: target,
      query: new URLSearchParams(query),
      accept: this.headers.get("Accept"),
    };
    const directory: ListedDirectory = {
      displayPath: decodeTargetPath(target),
      entries,
      look: ({ name }) => detailsOf(`${path}/${name}`),
      read: ({ name }: ListedEntry, limit: number) =>
        Deno.readFileSync(`${path}/${name}`).subarray(0, limit),
    };
    const { body, contentType, headers } = await answerListing(request, directory);
    this.sendResponse(200);
    this.sendHeader("Content-Type", contentType);
    this.sendHeader("Content-Length", body.length);
    for (const [name, value] of headers) this.sendHeader(name, value);
    this.endHeaders();
    return new MemoryFile(body);
  }
}

function detailsOf(path: string): { size: number; mtime: number | null } | null {
  const info = statOrNull(path);
  return info && { size: info.size, mtime: info.mtime?.getTime() ?? null };
}
