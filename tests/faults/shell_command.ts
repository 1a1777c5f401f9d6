/**
 * The command under circumstances that a shell makes.
 *
 * @module
 */

import { fromFileUrl } from "@std/path";
import { TempDir } from "../helpers/temp_dir.ts";

const MAIN = fromFileUrl(new URL("../../mod.ts", import.meta.url));

/** The command, which serves a directory with the file `a`, in which is `here`. */
export class ShellCommand implements AsyncDisposable {
  /** The directory that it serves. */
  readonly directory = new TempDir();
  /** Its process; nobody reads the standard error unless asked to. */
  readonly process: Deno.ChildProcess;
  /** The port that it listens on. */
  port = 0;

  private constructor(before: string, after: string, flags: string, permissions: string) {
    this.directory.write("a", "here");
    const script =
      `${before} exec "$0" run --quiet --no-prompt -NR ${permissions} "$1" -b 127.0.0.1 ${flags} 0 ${after}`;
    this.process = new Deno.Command("sh", {
      args: ["-c", script, Deno.execPath(), MAIN],
      cwd: this.directory.path,
      stdout: "piped",
      stderr: "piped",
    }).spawn();
  }

  /**
   * Start it and wait until it listens.
   *
   * @param before What the shell does first
   * @param after Where its output goes
   * @param flags Its options
   * @param permissions What Deno permits besides listening and reading
   */
  static async start(
    before = "",
    after = "",
    flags = "",
    permissions = "",
  ): Promise<ShellCommand> {
    const command = new ShellCommand(before, after, flags, permissions);
    const reader = command.process.stdout.getReader();
    const { value } = await reader.read();
    await reader.cancel();
    command.port = Number(/ port ([0-9]+) /.exec(new TextDecoder().decode(value))?.[1]);
    return command;
  }

  /** Seconds of processor time so far. Linux. */
  async cpuTime(): Promise<number> {
    // Deno itself may read it only with all permissions.
    const { stdout } = await new Deno.Command("cat", { args: [`/proc/${this.process.pid}/stat`] })
      .output();
    const stat = new TextDecoder().decode(stdout);
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    // The 14th and 15th are user and system time in ticks, of which there are 100 a second.
    return (Number(fields[11]) + Number(fields[12])) / 100;
  }

  /**
   * Tell it to end.
   *
   * @returns The exit status
   */
  async end(): Promise<number> {
    this.process.kill("SIGTERM");
    return (await this.process.status).code;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    try {
      this.process.kill("SIGKILL");
    } catch {
      // It has ended.
    }
    await this.process.status;
    if (!this.process.stderr.locked) await this.process.stderr.cancel();
    this.directory[Symbol.dispose]();
  }
}
