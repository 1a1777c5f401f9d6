/**
 * {@linkcode ScriptOutput}: what a script writes, as a header block and what follows it.
 *
 * @module
 */

import { concat } from "../../http/concat.ts";
import {
  findScriptHeadersEnd,
  parseScriptHeaders,
  type ScriptHeaders,
  ScriptHeadersError,
} from "./script_headers.ts";
import type { ScriptProcess } from "./script_process.ts";

const NOTHING = new Uint8Array(0);

/** The output of a script. */
export class ScriptOutput {
  readonly #script: ScriptProcess;
  /** What was read with the header block. */
  #rest: Uint8Array = NOTHING;

  /**
   * Make ready to read.
   *
   * @param script The script
   */
  constructor(script: ScriptProcess) {
    this.#script = script;
  }

  /** See {@linkcode ScriptProcess.isLasting}. */
  get isLasting(): boolean {
    return this.#script.isLasting;
  }

  /** See {@linkcode ScriptProcess.lasting}. */
  get lasting(): Promise<void> {
    return this.#script.lasting;
  }

  /**
   * Read the header block.
   *
   * @param limit The longest that it may be, in bytes
   * @returns What it says
   * @throws {ScriptHeadersError} when there is none, or none that can be understood
   */
  async readHeaders(limit: number): Promise<ScriptHeaders> {
    let output: Uint8Array = NOTHING;
    for (;;) {
      const bytes = await this.#script.read();
      if (bytes === undefined) throw new ScriptHeadersError("it has no end");
      const looked = output.length;
      output = looked === 0 ? bytes : concat([output, bytes]);
      const end = findScriptHeadersEnd(output, Math.max(0, looked - 2));
      if (end > limit || end < 0 && output.length > limit) {
        throw new ScriptHeadersError(`it is longer than ${limit} bytes`);
      }
      if (end < 0) {
        // What was read is there until the next read.
        if (looked === 0) output = bytes.slice();
        continue;
      }
      this.#rest = output.subarray(end);
      return parseScriptHeaders(output.subarray(0, end));
    }
  }

  /**
   * Read what comes next.
   *
   * @returns At least one byte; `undefined` at the end
   */
  read(): Promise<Uint8Array | undefined> {
    return this.#script.read();
  }

  /**
   * Take what has come with the header block and is behind it.
   *
   * @returns Maybe nothing
   */
  takeRest(): Uint8Array {
    const rest = this.#rest;
    this.#rest = NOTHING;
    return rest;
  }
}
