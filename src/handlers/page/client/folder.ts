/**
 * Part of the page's script: one folder that is made without a file in it. All others are made by the
 * uploads of their files.
 *
 * @module
 */

import { UploadRefusedError } from "./upload.ts";

/** An empty folder. */
export class PageFolder {
  readonly file = null;
  readonly path: string;
  readonly #directory: string;
  #cancelled = false;

  constructor(path: string, directory: string) {
    this.path = path;
    this.#directory = directory.replace(/\/?$/, "/");
  }

  /** Make it, and those above it. */
  async run(): Promise<void> {
    let url = this.#directory;
    for (const name of this.path.split("/")) {
      if (this.#cancelled) throw new UploadRefusedError("Cancelled");
      url += `${encodeURIComponent(name)}/`;
      await this.#make(url);
    }
  }

  async #make(url: string): Promise<void> {
    const answer = await fetch(url, { method: "MKCOL" });
    if (answer.ok) return;
    const problem = (await answer.text()).trim();
    // Something is there already: it may be a file.
    const isThere = answer.status === 405 && (await fetch(url, { method: "HEAD" })).ok;
    if (!isThere) throw new UploadRefusedError(problem);
  }

  /** Make no more. */
  cancel(): void {
    this.#cancelled = true;
  }
}
