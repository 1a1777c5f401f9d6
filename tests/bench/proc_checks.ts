/**
 * Tests that look into /proc. Deno allows that to nobody without --allow-all, so process_test.ts
 * runs them in a process of their own.
 */
import { assert, assertEquals } from "@std/assert";
import { endChild, startChild } from "../../bench/children.ts";
import { isRunning, listFamily, readUsage } from "../../bench/process.ts";

/** A shell with a child, which ignores being asked to end when told so; `ready` once it runs. */
async function startStubborn(
  trap: string,
): Promise<{ child: Deno.ChildProcess; output: ReadableStreamDefaultReader<Uint8Array> }> {
  const script = `${trap} sleep 60 & echo ready; wait; wait`;
  const child = startChild(["sh", "-c", script], { core: undefined });
  const output = child.stdout.getReader();
  assertEquals(new TextDecoder().decode((await output.read()).value), "ready\n");
  await child.stderr.cancel();
  return { child, output };
}

Deno.test("endChild() ends children of the child too", async () => {
  const { child, output } = await startStubborn("");
  assertEquals(listFamily(child.pid).length, 2);
  await endChild(child);
  // The output ends once nobody holds it any more.
  assert((await output.read()).done);
});

Deno.test("endChild() does not wait for ever when the child ignores it", async () => {
  const { child, output } = await startStubborn("trap '' TERM;");
  await endChild(child);
  assert((await output.read()).done);
  assertEquals((await child.status).signal, "SIGKILL");
});

Deno.test("endChild() does nothing when the child has ended", async () => {
  const child = startChild(["true"], { core: undefined });
  await child.output();
  await endChild(child);
});

Deno.test("listFamily() starts with the process itself", () => {
  const [self] = listFamily(Deno.pid);
  assert(self !== undefined && isRunning(self));
  assertEquals(self.pid, Deno.pid);
});

Deno.test("isRunning() is false when the id belongs to a later process", () => {
  assert(!isRunning({ pid: Deno.pid, startTime: 0 }));
});

Deno.test("readUsage() finds memory and time of this process", () => {
  const { cpuSeconds, resident, peak } = readUsage(Deno.pid);
  assert(cpuSeconds > 0 && resident > 1e6 && peak >= resident / 2);
});
