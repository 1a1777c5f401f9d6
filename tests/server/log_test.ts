import { assertEquals } from "@std/assert";
import { flushLog, writeLog } from "../../src/server/log.ts";
import { LogWriter } from "../../src/server/log_writer.ts";
import { CapturedStderr } from "../helpers/capture_stderr.ts";
import { eventually } from "../helpers/eventually.ts";
import { nextTurn } from "../helpers/turns.ts";

Deno.test("writeLog() writes the lines of a turn together, at its end", async () => {
  using stderr = new CapturedStderr();
  writeLog("one\n");
  writeLog("two é\n");
  assertEquals(stderr.writes, 0);
  await nextTurn();
  assertEquals(stderr.writes, 1);
  assertEquals(stderr.text, "one\ntwo é\n");
  writeLog("three\n");
  await nextTurn();
  assertEquals(stderr.text, "one\ntwo é\nthree\n");
});

Deno.test("writeLog() gathers lines that come one by one, until they are worth a write", async () => {
  using stderr = new CapturedStderr();
  for (const line of ["one\n", "two\n", "three\n"]) {
    writeLog(line);
    await nextTurn();
  }
  await eventually(() => assertEquals(stderr.written, "one\ntwo\nthree\n"));
  const { writes } = stderr;
  writeLog(`${"x".repeat(4096)}\n`);
  await nextTurn();
  assertEquals(stderr.writes, writes + 1);
});

Deno.test("writeLog() keeps a mebibyte at most, and says how much was lost", async () => {
  using stderr = new CapturedStderr();
  const line = `${"x".repeat(1023)}\n`;
  for (let count = 0; count < 1030; count++) writeLog(line);
  await nextTurn();
  writeLog("next\n");
  const rest = stderr.text.replaceAll(line, "");
  assertEquals(rest, "6 lines of the log lost\nnext\n");
});

/** Lines of so many characters, with their ends. */
function linesOf(...lengths: number[]): string {
  return lengths.map((length) => `${"x".repeat(length - 1)}\n`).join("");
}

Deno.test("flushLog() writes what is long in few pieces, of whole lines", () => {
  using stderr = new CapturedStderr();
  const text = linesOf(40_000, 25_000, 1000, 70_000, 2);
  writeLog(text);
  assertEquals(stderr.text, text);
  assertEquals(stderr.lengths, [65_000, 1000, 70_000, 2]);
});

Deno.test("LogWriter leaves lines whole that others could get in between, in a pipe", () => {
  using stderr = new CapturedStderr();
  const log = new LogWriter({
    write: (bytes) => Deno.stderr.write(bytes),
    writeSync: (bytes) => Deno.stderr.writeSync(bytes),
  });
  log.isShared = true;
  const text = linesOf(2001, 2001, 2001, 96, 2, 5001, 2);
  log.append(text);
  log.flush();
  assertEquals(stderr.written, text);
  assertEquals(stderr.lengths, [4002, 2001 + 96 + 2, 5001, 2]);
});

Deno.test("flushLog() goes on where a write was short, and passes over one that fails", () => {
  using stderr = new CapturedStderr();
  const { writeSync } = Deno.stderr;
  Deno.stderr.writeSync = (bytes): number => writeSync.call(Deno.stderr, bytes.subarray(0, 3));
  writeLog("0123456789\n");
  flushLog();
  assertEquals(stderr.text, "0123456789\n");
  Deno.stderr.writeSync = (): number => {
    throw new Deno.errors.BrokenPipe();
  };
  writeLog("lost\n");
  flushLog();
  Deno.stderr.writeSync = writeSync;
  writeLog("found\n");
  assertEquals(stderr.text, "0123456789\n1 line of the log lost\nfound\n");
});

Deno.test("flushLog() says how much was lost when no line follows that could", async () => {
  using stderr = new CapturedStderr();
  const { write } = Deno.stderr;
  const { promise, resolve } = Promise.withResolvers<void>();
  Deno.stderr.write = (): Promise<number> => {
    resolve();
    return Promise.reject(new Deno.errors.Interrupted());
  };
  writeLog("one\ntwo\n");
  await promise;
  await nextTurn();
  Deno.stderr.write = write;
  assertEquals(stderr.text, "2 lines of the log lost\n");
});

Deno.test("writeLog() loses nothing when the process ends", async () => {
  const log = new URL("../../src/server/log.ts", import.meta.url);
  const code = `import { writeLog } from "${log}"; writeLog("last words\\n"); Deno.exit(3);`;
  const output = await new Deno.Command(Deno.execPath(), { args: ["eval", "--no-config", code] })
    .output();
  assertEquals(new TextDecoder().decode(output.stderr), "last words\n");
  assertEquals(output.code, 3);
});
