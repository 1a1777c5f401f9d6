/**
 * `POST` of a form with files, to the directory that they are to be stored in.
 *
 * @module
 */

import { HTTPStatus } from "../../http/status.ts";
import { Turns } from "../turns/in_turns.ts";
import { answerBriefly } from "./answer.ts";
import {
  directoryReference,
  directoryTargetOf,
  namesOf,
  requireServed,
  walkDown,
} from "./destination.ts";
import { DigestCheck, digestsOf } from "./digests.ts";
import { madeLevels, removeMade } from "./made_directories.ts";
import { type FormStep, MultipartReader } from "./multipart.ts";
import { PartialFile } from "./partial_file.ts";
import { syncDirectory } from "./file_system.ts";
import { refusalOf, RefusedError } from "./refusal.ts";
import { requireVisibleNames, safeRelativePath } from "./safe_name.ts";
import type { SharingRequest } from "./sharing.ts";
import { UploadBody } from "./upload_body.ts";

/**
 * How many files are brought to the disk at once: it takes hardly longer than one of them, and small
 * files come faster than a disk takes them one by one.
 */
const MAX_PLACING = 32;

/**
 * How many files may wait for the digest of their form: each of them is open until then, and the
 * client decides how long that takes.
 */
const MAX_WAITING = 64;

/** How many stored files and failures the answer names. */
const MAX_NAMED = 1000;

/** A file of the form that is being received. */
interface Receiving {
  /** Its place in the form. */
  readonly index: number;
  readonly names: readonly string[];
  readonly partial: PartialFile;
}

/**
 * Store the files of a form. Each gets its name when it is complete, whatever becomes of the others;
 * with a digest of the whole form, all of them when that is known to be right.
 *
 * @param request The request
 * @throws {RefusedError} when the form cannot be read, or all of its files were refused
 * @throws {CutOffError} when the client left: files that were complete stay
 */
export async function uploadForm(request: SharingRequest): Promise<void> {
  const { handler, sharing } = request;
  const directory = walkDown(handler.directory, namesOf(request));
  const contentType = handler.headers.get("Content-Type", "");
  const digests = digestsOf(handler.headers, ["Content-Digest"]);
  const body = UploadBody.open(handler, { limit: sharing.maxUpload });
  const reader = await MultipartReader.begin(contentType);
  const check = await DigestCheck.begin(digests);
  await using form = new FormUpload(request, directory, check !== undefined);
  body.invite();
  const turns = new Turns();
  for (let bytes; (bytes = await body.read()) !== undefined;) {
    check?.update(bytes);
    for (const step of reader.take(bytes)) {
      await form.take(step);
      // A thousand small files may come at once.
      await turns.nextIfOver();
    }
  }
  for (const step of reader.end()) await form.take(step);
  check?.require();
  await form.finish();
  form.answer();
}

/** What has become of the files of a form so far. */
class FormUpload implements AsyncDisposable {
  readonly #request: SharingRequest;
  readonly #directory: string;
  /** Whether complete files wait for the others. */
  readonly #waits: boolean;
  readonly #waiting: Receiving[] = [];
  /** Names of stored files, by their place in the form. */
  readonly #stored = new Map<number, string>();
  readonly #failures: { readonly name: string; readonly error: RefusedError }[] = [];
  readonly #changed = new Set<string>();
  readonly #begunIn = new Set<string>();
  readonly #placing = new Set<Promise<void>>();
  #failure: { readonly error: unknown } | undefined;
  #current: Receiving | undefined;
  #begun = 0;
  #count = 0;

  constructor(request: SharingRequest, directory: string, waits: boolean) {
    this.#request = request;
    this.#directory = directory;
    this.#waits = waits;
  }

  /** Take the next step. */
  async take(step: FormStep): Promise<void> {
    if (step.type === "file") this.#begin(step.filename);
    else if (step.type === "bytes") await this.#write(step.bytes);
    else if (step.type === "end") await this.#end();
  }

  /** Begin a file. A form whose files were left empty has one without a name. */
  #begin(filename: string): void {
    if (filename === "") return;
    this.#attempt(filename, () => {
      const names = safeRelativePath(filename);
      requireVisibleNames(names, this.#request.sharing.dotfiles);
      const directory = walkDown(this.#directory, names.slice(0, -1), true);
      this.#begunIn.add(directory);
      requireServed(this.#request, directory);
      const partial = PartialFile.create(directory, this.#request.handler.directory);
      this.#current = { index: this.#begun++, names, partial };
    });
  }

  async #write(bytes: Uint8Array): Promise<void> {
    const current = this.#current;
    if (current === undefined) return;
    try {
      await current.partial.write(bytes);
    } catch (error) {
      this.#current = undefined;
      current.partial[Symbol.dispose]();
      this.#fail(current.names.join("/"), error);
    }
  }

  async #end(): Promise<void> {
    const current = this.#current;
    this.#current = undefined;
    if (current === undefined) return;
    if (this.#waits) this.#wait(current);
    else await this.#beginPlacing(current);
  }

  #wait(receiving: Receiving): void {
    this.#waiting.push(receiving);
    if (this.#waiting.length <= MAX_WAITING) return;
    const text = `A form with a digest may have ${MAX_WAITING} files at most`;
    throw new RefusedError(HTTPStatus.CONTENT_TOO_LARGE, text);
  }

  /** Place a file while the next ones come. */
  async #beginPlacing(receiving: Receiving): Promise<void> {
    if (this.#placing.size >= MAX_PLACING) await Promise.race(this.#placing);
    const placed = this.#place(receiving).finally(() => this.#placing.delete(placed));
    this.#placing.add(placed);
    // Looked at in the end.
    placed.catch((error) => this.#failure ??= { error });
    if (this.#failure !== undefined) throw this.#failure.error;
  }

  async #place({ index, names, partial }: Receiving): Promise<void> {
    using _partial = partial;
    try {
      await partial.sync();
      const placed = partial.place(names.at(-1)!, this.#request.sharing.overwrite);
      this.#changed.add(partial.directory);
      this.#note(index, [...names.slice(0, -1), placed.name].join("/"));
    } catch (error) {
      this.#fail(names.join("/"), error);
    }
  }

  #attempt(name: string, action: () => void): void {
    try {
      action();
    } catch (error) {
      this.#fail(name, error);
    }
  }

  #note(index: number, name: string): void {
    this.#count++;
    if (this.#stored.size < MAX_NAMED) this.#stored.set(index, name);
  }

  #fail(name: string, error: unknown): void {
    const refusal = refusalOf(error, "store the file");
    if (!(refusal instanceof RefusedError)) throw refusal;
    // Without space there is no point in going on.
    if (refusal.status === HTTPStatus.INSUFFICIENT_STORAGE) throw refusal;
    if (this.#failures.length < MAX_NAMED) this.#failures.push({ name, error: refusal });
  }

  /** Place what has waited, and make all names last. */
  async finish(): Promise<void> {
    for (const receiving of this.#waiting.splice(0)) await this.#beginPlacing(receiving);
    await Promise.all(this.#placing);
    if (this.#failure !== undefined) throw this.#failure.error;
    for (const directory of this.#changed) await syncDirectory(directory);
  }

  /** Say what has become of the files: to a browser without a script, by showing the directory. */
  answer(): void {
    const { handler } = this.#request;
    const base = directoryTargetOf(this.#request);
    const [failure] = this.#failures;
    const stored = [...this.#stored].sort(([a], [b]) => a - b).map(([, name]) => name);
    if (failure !== undefined) {
      const lines = [
        ...this.#failures.map(({ name, error }) => `Not stored: ${name}: ${error.message}`),
        ...stored.map((name) => `Stored: ${name}`),
      ];
      handler.logError("%d files of a form were not stored", this.#failures.length);
      return answerBriefly(handler, failure.error.status, `${lines.join("\n")}\n`);
    }
    if (/\btext\/html\b/i.test(handler.headers.getAll("Accept").join())) {
      return answerBriefly(handler, HTTPStatus.SEE_OTHER, "", [
        ["Location", directoryReference(this.#request)],
      ]);
    }
    const [only] = stored;
    const location = this.#count === 1 && only !== undefined
      ? base + only.split("/").map(encodeURIComponent).join("/")
      : base;
    const text = stored.map((name) => `Stored: ${name}\n`).join("");
    const status = this.#count === 0 ? HTTPStatus.OK : HTTPStatus.CREATED;
    answerBriefly(handler, status, text || "There was no file in the form\n", [
      ["Location", location],
    ]);
  }

  /** Remove what was not placed, and directories that were made for nothing else. */
  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.allSettled(this.#placing);
    this.#current?.partial[Symbol.dispose]();
    for (const { partial } of this.#waiting) partial[Symbol.dispose]();
    for (const directory of this.#begunIn) removeMade(directory, madeLevels(directory));
  }
}
