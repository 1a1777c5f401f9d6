/**
 * Part of the page's script: the uploads under way, some at once, as a list.
 *
 * @module
 */

import { formatSize } from "../size_text.ts";
import { byId } from "./elements.ts";
import { PageFolder } from "./folder.ts";
import { reloadAt } from "./server_request.ts";
import { PageUpload } from "./upload.ts";

/** A file, and its path below the directory. */
export interface UploadFile {
  /** The file; `null` for an empty folder. */
  readonly file: File | null;
  /** Names with `/` between them. */
  readonly path: string;
}

/** The uploads of a page. */
export class UploadList {
  readonly #waiting: (() => Promise<void>)[] = [];
  #running = 0;
  #total = 0;
  #done = 0;
  #failed = 0;

  /** Upload files, three at once; and say which could not be read. */
  add(files: readonly UploadFile[], unreadable: readonly string[] = []): void {
    if (files.length + unreadable.length === 0) return;
    byId("uploads").hidden = false;
    for (const path of unreadable) this.#refuse(path, "Cannot be read");
    const makesFolders = document.getElementById("mkdir") !== null;
    for (const { file, path } of files) {
      if (file === null && !makesFolders) {
        this.#refuse(path, "Empty, and folders cannot be made here");
      } else this.#enqueue(file, path);
    }
    this.#summarize();
    this.#next();
  }

  /** Put on the list what cannot be uploaded. */
  #refuse(path: string, problem: string): void {
    this.#failed++;
    this.#addRow(path, problem).classList.add("failed");
  }

  /** Put a file or an empty folder on the list. */
  #enqueue(file: File | null, path: string): void {
    const row = this.#addRow(path, "Waiting");
    const bar = document.createElement("progress");
    const button = document.createElement("button");
    bar.max = file?.size || 1;
    bar.value = 0;
    bar.ariaLabel = `Progress of ${path}`;
    button.type = "button";
    button.className = "tool";
    row.querySelector(".state")!.before(bar);
    row.append(button);
    this.#offer(row, file, path);
  }

  #addRow(path: string, text: string): HTMLLIElement {
    this.#total++;
    const row = document.createElement("li");
    const name = document.createElement("bdi");
    const state = document.createElement("span");
    name.textContent = path;
    name.title = path;
    state.className = "state";
    state.textContent = text;
    row.append(name, state);
    byId("uploads-list").append(row);
    return row;
  }

  /** Let it start when it is its turn, and be cancelled until then and while it runs. */
  #offer(row: HTMLLIElement, file: File | null, path: string): void {
    const button = row.querySelector("button")!;
    const start = performance.now();
    const state = row.querySelector(".state")!;
    const directory = byId<HTMLFormElement>("upload").action;
    let begun = 0;
    const upload = file === null
      ? new PageFolder(path, directory)
      : new PageUpload(file, path, directory, {
        progress: (sent) => {
          row.querySelector("progress")!.value = sent;
          begun ||= performance.now();
          state.textContent = progressText(sent, file.size, performance.now() - (begun || start));
        },
      });
    const run = (): Promise<void> => this.#run(row, upload);
    button.textContent = "Cancel";
    button.ariaLabel = `Cancel ${path}`;
    button.onclick = () => {
      const index = this.#waiting.indexOf(run);
      upload.cancel();
      if (index < 0) return;
      this.#waiting.splice(index, 1);
      this.#end(row, upload, "Cancelled");
    };
    this.#waiting.push(run);
  }

  async #run(row: HTMLLIElement, upload: PageUpload | PageFolder): Promise<void> {
    row.querySelector(".state")!.textContent = "Starting";
    try {
      await upload.run();
      this.#end(row, upload);
    } catch (error) {
      this.#end(row, upload, (error as Error).message);
    }
  }

  /** Say how an upload ended; one that failed can be tried again. */
  #end(row: HTMLLIElement, upload: PageUpload | PageFolder, problem?: string): void {
    const button = row.querySelector("button")!;
    const state = row.querySelector(".state")!;
    state.textContent = problem ?? "Done";
    if (problem === undefined) {
      this.#done++;
      row.querySelector("progress")!.value = upload.file?.size || 1;
      button.remove();
    } else {
      this.#failed++;
      row.classList.add("failed");
      button.textContent = "Retry";
      button.ariaLabel = `Retry ${upload.path}`;
      button.onclick = () => {
        this.#failed--;
        row.classList.remove("failed");
        state.textContent = "Waiting";
        this.#offer(row, upload.file, upload.path);
        this.#next();
      };
    }
    this.#summarize();
  }

  /** Start what has a turn; at the end, show what is new, unless there is something to be read. */
  #next(): void {
    while (this.#running < 3 && this.#waiting.length > 0) {
      const run = this.#waiting.shift()!;
      this.#running++;
      run().finally(() => {
        this.#running--;
        this.#next();
      });
    }
    this.#summarize();
    if (this.#running > 0 || this.#waiting.length > 0 || this.#failed > 0) return;
    if (this.#done === 0) return;
    reloadAt("", byId("uploads-summary").textContent ?? "");
  }

  #summarize(): void {
    const failed = this.#failed === 0 ? "" : `, ${this.#failed} failed`;
    byId("uploads-summary").textContent = `${this.#done} of ${this.#total} uploaded${failed}`;
  }

  /** Whether something is under way. */
  get isBusy(): boolean {
    return this.#running > 0;
  }
}

/**
 * How far an upload is.
 *
 * @param sent How many bytes were sent
 * @param size How many there are
 * @param duration For how long, in milliseconds
 * @returns What has been sent, the speed, and the time that is left
 */
export function progressText(sent: number, size: number, duration: number): string {
  const amount = `${formatSize(sent)} of ${formatSize(size)}`;
  if (duration < 500 || sent === 0) return amount;
  const speed = sent / duration * 1000;
  const left = Math.ceil((size - sent) / speed);
  const time = left < 60
    ? `${left} s`
    : left < 3600
    ? `${Math.ceil(left / 60)} min`
    : `${Math.ceil(left / 360) / 10} h`;
  return `${amount}, ${formatSize(speed)}/s, ${time} left`;
}
