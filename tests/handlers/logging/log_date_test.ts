import { assertEquals } from "@std/assert";
import { formatLogDate } from "../../../src/handlers/base/clock.ts";

const DATE = new Date(2026, 0, 2, 3, 4, 5);

/** Names of the first month, and what `"%3s" % name` has for them in Python. */
const NAMES = [["Jan", "Jan"], ["J", "  J"], ["", "   "], ["January", "January"], [null, "None"]];

for (const [name = "", shown] of NAMES) {
  Deno.test(`formatLogDate() has room for three letters of a month when it is called ${name}`, () => {
    assertEquals(formatLogDate(DATE, [null, name]), `02/${shown}/2026 03:04:05`);
  });
}
