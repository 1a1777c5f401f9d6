import { assertRejects } from "@std/assert";
import { UncaughtErrors } from "../../src/cli/uncaught.ts";

Deno.test("UncaughtErrors.first is rejected when an error is not caught", async () => {
  using uncaught = new UncaughtErrors();
  reportError(new RangeError("too far"));
  await assertRejects(() => uncaught.first, Error, "Unexpected error: RangeError: too far");
});

Deno.test("UncaughtErrors.first is rejected when a rejection is not handled", async () => {
  using uncaught = new UncaughtErrors();
  Promise.reject(new TypeError("not so"));
  await assertRejects(() => uncaught.first, Error, "Unexpected error: TypeError: not so");
});
