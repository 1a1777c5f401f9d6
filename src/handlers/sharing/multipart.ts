/**
 * Forms with files in them (`multipart/form-data`, RFC 7578), as they arrive.
 *
 * @module
 */

import type { MultipartError, Parser, PartInfo } from "npm:multipasta@0.2.8";
import { HTTPStatus } from "../../http/status.ts";
import { loadPackage } from "../../server/node/load_package.ts";
import { parseDisposition } from "./disposition.ts";
import { RefusedError } from "./refusal.ts";
import { WholeDelimiters } from "./whole_delimiters.ts";

/** The library. */
const LIBRARY = "npm:multipasta@0.2.8";

/** The longest value of a field that is no file, in bytes. */
const MAX_FIELD_SIZE = 64 * 1024;

/** The most fields that are no files. */
const MAX_FIELDS = 1000;

/** A step in taking a form apart. Bytes may be views of what was given to {@linkcode MultipartReader.take}. */
export type FormStep =
  | { readonly type: "field"; readonly name: string; readonly value: string }
  | { readonly type: "file"; readonly name: string; readonly filename: string }
  | { readonly type: "bytes"; readonly bytes: Uint8Array }
  | { readonly type: "end" };

/** Takes a form apart in constant memory. */
export class MultipartReader {
  readonly #parser: Parser;
  #steps: FormStep[] = [];
  #error: MultipartError | undefined;
  #fields = 0;
  #done = false;
  readonly #delimiters: WholeDelimiters;

  private constructor(library: typeof import("npm:multipasta@0.2.8"), contentType: string) {
    this.#delimiters = new WholeDelimiters(contentType);
    this.#parser = library.make({
      headers: { "content-type": contentType },
      isFile: (info) => filenameOf(info) !== undefined,
      maxFieldSize: MAX_FIELD_SIZE,
      onField: (info, value) => this.#takeField(info, library.decodeField(info, value)),
      onFile: (info) => {
        this.#steps.push({ type: "file", name: info.name, filename: filenameOf(info) ?? "" });
        return (bytes) =>
          this.#steps.push(bytes === null ? { type: "end" } : { type: "bytes", bytes });
      },
      onError: (error) => this.#error ??= error,
      onDone: () => this.#done = true,
    });
  }

  /**
   * Begin a form.
   *
   * @param contentType The value of `Content-Type`, with its boundary
   * @returns A reader of it
   * @throws {RefusedError} with status 400 when there is no boundary, and 501 when the library cannot
   * be loaded
   */
  static async begin(contentType: string): Promise<MultipartReader> {
    const reader = new MultipartReader(await loadLibrary(), contentType);
    reader.#refuseError();
    return reader;
  }

  #takeField(info: PartInfo, value: string): void {
    if (++this.#fields > MAX_FIELDS) this.#error ??= { _tag: "ReachedLimit", limit: "MaxParts" };
    else this.#steps.push({ type: "field", name: info.name, value });
  }

  /**
   * Take the next bytes.
   *
   * @param bytes The bytes
   * @returns What is in them, in order
   * @throws {RefusedError} with status 400 when they are malformed
   */
  take(bytes: Uint8Array): FormStep[] {
    return this.#take(this.#delimiters.take(bytes));
  }

  #take(bytes: Uint8Array): FormStep[] {
    try {
      this.#parser.write(bytes);
    } catch {
      // The library trips over broken percent-encoding and over delimiters in a part's head, and what
      // says nothing of a name that can be read is no file and no field.
      this.#error ??= { _tag: "InvalidDisposition" };
    }
    this.#refuseError();
    const steps = this.#steps;
    this.#steps = [];
    return steps;
  }

  /**
   * Say that nothing more comes.
   *
   * @returns The last steps
   * @throws {RefusedError} with status 400 when the form is malformed or has no end
   */
  end(): FormStep[] {
    const steps = this.#take(this.#delimiters.end());
    if (!this.#done) throw new RefusedError(HTTPStatus.BAD_REQUEST, "The form has no end");
    return steps;
  }

  #refuseError(): void {
    const error = this.#error;
    if (error === undefined) return;
    if (error._tag === "ReachedLimit") {
      throw new RefusedError(
        HTTPStatus.CONTENT_TOO_LARGE,
        "The form has too many or too long fields",
      );
    }
    throw new RefusedError(HTTPStatus.BAD_REQUEST, "The form is malformed (RFC 7578)");
  }
}

/**
 * The name of a file. The library finds none that has a character beyond Latin-1 in it.
 *
 * @throws {SyntaxError} when the part's field is malformed
 */
function filenameOf({ filename, headers }: PartInfo): string | undefined {
  const field = headers["content-disposition"];
  // The library takes a line end for a part of a value, if only it does not arrive in pieces.
  const isLine = typeof field === "string" && !/[\r\n]/.test(field);
  const parameters = isLine ? parseDisposition(field) : undefined;
  if (!parameters?.has("name")) {
    throw new SyntaxError("There is no Content-Disposition with a name");
  }
  return parameters.has("filename*") ? filename : parameters.get("filename");
}

async function loadLibrary(): Promise<typeof import("npm:multipasta@0.2.8")> {
  try {
    return await loadPackage(LIBRARY);
  } catch (error) {
    throw new RefusedError(
      HTTPStatus.NOT_IMPLEMENTED,
      `Forms cannot be read, upload by PUT instead: ${(error as Error).message}`,
    );
  }
}
