import { assert, assertEquals, assertThrows } from "@std/assert";
import { join } from "node:path";
import { parseStat, parseStatusSize } from "../../bench/process.ts";

const linuxOnly = { ignore: Deno.build.os !== "linux" };

/** The order of fields is that of proc_pid_stat(5): ppid is the 4th, utime 14th, starttime 22nd. */
function formatStat(name: string): string {
  const after = ["S", 41, 3, 4, 5, 6, 7, 8, 9, 10, 11, 250, 50, 7, 3, 20, 0, 1, 0, 98765, 0, 0];
  return `42 (${name}) ${after.join(" ")}\n`;
}

for (const name of ["nginx", "a b", "a) S 1 2 ("]) {
  Deno.test(`parseStat() finds the fields when the program is called "${name}"`, () => {
    assertEquals(parseStat(formatStat(name)), {
      parent: 41,
      ticks: 300,
      endedTicks: 10,
      startTime: 98765,
    });
  });
}

Deno.test("parseStat() throws when the line is cut off", () => {
  assertThrows(() => parseStat("42 (nginx) S 41"), SyntaxError);
});

const STATUS = "Name:\tnginx\nVmPeak:\t   90000 kB\nVmHWM:\t    6144 kB\nVmRSS:\t    6000 kB\n";

for (const [field, bytes] of [["VmHWM", 6144 * 1024], ["VmRSS", 6000 * 1024], ["VmSwap", 0]]) {
  Deno.test(`parseStatusSize() is ${bytes} bytes for ${field}`, () => {
    assertEquals(parseStatusSize(STATUS, `${field}`), bytes);
  });
}

Deno.test("readings and ends of processes hold when all is allowed", linuxOnly, async () => {
  const checks = join(import.meta.dirname ?? ".", "proc_checks.ts");
  const args = ["test", "-A", "--no-prompt", checks];
  const { success, stdout } = await new Deno.Command(Deno.execPath(), { args }).output();
  assert(success, new TextDecoder().decode(stdout));
});
