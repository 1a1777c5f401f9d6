/**
 * Directories that go away with the test.
 *
 * @module
 */

import { utf8 } from "./bytes.ts";

/** When files are made out to have changed last: long enough ago for a server to trust it. */
const LONG_AGO = new Date("2020-02-02T02:02:02Z");

/** A fresh directory, removed with all that is in it when it goes out of scope. */
export class TempDir implements Disposable {
  /** Where it is, links resolved. */
  readonly path = Deno.realPathSync(Deno.makeTempDirSync({ prefix: "http-server-test-" }));

  /** The path of something in it. */
  join(name: string): string {
    return `${this.path}/${name}`;
  }

  /**
   * Write a file.
   *
   * @param name Its name
   * @param content Text is written as UTF-8
   * @returns Its path
   */
  write(name: string, content: string | Uint8Array): string {
    const path = this.join(name);
    Deno.writeFileSync(path, typeof content === "string" ? utf8(content) : content);
    return path;
  }

  /**
   * Write a file and make it out to have changed a while ago.
   *
   * @param name Its name
   * @param content Text is written as UTF-8
   * @param time When
   * @returns Its path
   */
  writeOld(name: string, content: string | Uint8Array, time: Date = LONG_AGO): string {
    const path = this.write(name, content);
    Deno.utimeSync(path, time, time);
    return path;
  }

  /**
   * Make a directory, and those above it.
   *
   * @param name Its name
   * @returns Its path
   */
  mkdir(name: string): string {
    const path = this.join(name);
    Deno.mkdirSync(path, { recursive: true });
    return path;
  }

  /** Wait until the time that the system notes for a change, in whole seconds in Deno, is another. */
  async tick(): Promise<void> {
    const before = this.#now();
    while (this.#now() === before) await new Promise((resolve) => setTimeout(resolve, 10));
  }

  #now(): number {
    const path = this.write(".tick", "");
    const { ctime } = Deno.statSync(path);
    Deno.removeSync(path);
    return ctime!.getTime();
  }

  [Symbol.dispose](): void {
    Deno.removeSync(this.path, { recursive: true });
  }
}
