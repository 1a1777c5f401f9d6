/**
 * The fault injector, compiled.
 *
 * @module
 */

import { fromFileUrl } from "@std/path";
import { TempDir } from "../helpers/temp_dir.ts";

const SOURCE = fromFileUrl(new URL("injector.c", import.meta.url));

/** Whether there is a compiler, and a system that preloads what it makes. */
export const HAS_INJECTOR = Deno.build.os === "linux" && hasCompiler();

function hasCompiler(): boolean {
  try {
    return new Deno.Command("gcc", { args: ["--version"] }).outputSync().success;
  } catch {
    return false;
  }
}

/** Makes the faults of `injector.c` happen. */
export class Injector implements Disposable {
  readonly #directory = new TempDir();
  readonly #library = this.#directory.join("injector.so");

  constructor() {
    const args = ["-shared", "-fPIC", "-O1", "-o", this.#library, SOURCE, "-ldl"];
    const { success, stderr } = new Deno.Command("gcc", { args }).outputSync();
    if (!success) throw new Error(new TextDecoder().decode(stderr));
  }

  /**
   * What a shell puts in front of a program.
   *
   * @param rules The faults, each as `injector.c` says
   */
  command(rules: readonly string[]): string {
    return `export FAULTS='${rules.join(";")}' LD_PRELOAD='${this.#library}';`;
  }

  [Symbol.dispose](): void {
    this.#directory[Symbol.dispose]();
  }
}
