/**
 * Standard input as a file, which is what the directory `-` stands for.
 *
 * It is kept in a file and not in memory: so its size is no matter, and all that is done for files, such
 * as ranges, is done for it.
 *
 * @module
 */

import { concat } from "../http/concat.ts";
import { isGranted } from "../server/permissions.ts";
import { INTERRUPTED_STATUS, Interruptions, TERMINATED_STATUS } from "./interruption.ts";
import { scopedFlag } from "./requirements.ts";
import { nameOf } from "./standard_input_name.ts";

/** How much is looked at to tell what it is, in bytes. */
const SAMPLE_SIZE = 4096;

/** What standard input brought. */
export interface StandardInput extends Disposable {
  /** The file, which goes away when this is disposed of. */
  readonly path: string;
}

/**
 * Read standard input to its end. An interruption ends the process, and leaves nothing behind.
 *
 * @param name The name of the file; one that tells its type if undefined
 * @returns The file
 * @throws {Deno.errors.NotCapable} when Deno does not permit to write temporary files
 * @throws {Error} when the system does not, or there is no room: why
 */
export async function readStandardInput(name: string | undefined): Promise<StandardInput> {
  const directory = makeDirectory();
  const remove = (): void => Deno.removeSync(directory, { recursive: true });
  using interruptions = new Interruptions();
  interruptions.next().then((interruption) => {
    remove();
    Deno.exit(interruption === "SIGTERM" ? TERMINATED_STATUS : INTERRUPTED_STATUS);
  });
  try {
    const draft = `${directory}/draft`;
    const sample = await copyTo(draft);
    const path = `${directory}/${name ?? nameOf(sample)}`;
    Deno.renameSync(draft, path);
    return { path, [Symbol.dispose]: remove };
  } catch (cause) {
    remove();
    throw cannotKeep(cause);
  }
}

function cannotKeep(cause: unknown): Error {
  const reason = cause instanceof Error ? cause.message : cause;
  return new Error(`Cannot keep standard input: ${reason}`, { cause });
}

/** Nobody but the user can look into it. */
function makeDirectory(): string {
  try {
    return Deno.makeTempDirSync({ prefix: "http-server-" });
  } catch (error) {
    if (!(error instanceof Deno.errors.NotCapable)) throw cannotKeep(error);
    const flag = "--allow-write";
    const place = temporaryDirectory();
    throw new Deno.errors.NotCapable(
      "Deno does not permit to keep standard input in a temporary file: " +
        `add ${place === undefined ? flag : scopedFlag(flag, place)}`,
    );
  }
}

/** Where temporary files are, as far as Deno permits to know. */
function temporaryDirectory(): string | undefined {
  if (Deno.build.os === "windows") return undefined;
  const variable = "TMPDIR";
  const permitted = isGranted({ name: "env", variable });
  return permitted ? Deno.env.get(variable) ?? "/tmp" : "/tmp";
}

/** Copy standard input into a file, and return the beginning. */
async function copyTo(path: string): Promise<Uint8Array> {
  using file = Deno.openSync(path, { write: true, createNew: true });
  let sample: Uint8Array = new Uint8Array(0);
  for await (const bytes of Deno.stdin.readable) {
    if (sample.length < SAMPLE_SIZE) {
      sample = concat([sample, bytes]).subarray(0, SAMPLE_SIZE);
    }
    for (let rest = bytes; rest.length > 0;) rest = rest.subarray(file.writeSync(rest));
  }
  return sample;
}
