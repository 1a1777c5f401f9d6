import { assertEquals, assertThrows } from "@std/assert";
import { completeLimits, DEFAULT_LIMITS, PYTHON_LIMITS } from "../../src/server/limits.ts";
import { serve, ThreadingHTTPServer } from "../../mod.ts";
import { QuietHandler } from "../helpers/quiet_handlers.ts";

Deno.test("completeLimits() takes what is given, and the rest from elsewhere", () => {
  assertEquals(completeLimits(), PYTHON_LIMITS);
  assertEquals(completeLimits({ idleTimeout: 1 }, DEFAULT_LIMITS), {
    ...DEFAULT_LIMITS,
    idleTimeout: 1,
  });
  const limits = { maxBodySize: 0, minRate: 0, gracePeriod: 0, headTimeout: 0.001 };
  assertEquals(completeLimits(limits), { ...PYTHON_LIMITS, ...limits });
});

const WRONG: readonly (readonly [limits: Record<string, unknown>, message: string])[] = [
  [{ idleTimeout: 0 }, 'Limit "idleTimeout" must be more than 0: 0'],
  [{ idleTimeout: -1 }, 'Limit "idleTimeout" must be more than 0: -1'],
  [{ idleTimeout: NaN }, 'Limit "idleTimeout" must be more than 0: NaN'],
  [{ minRate: -1 }, 'Limit "minRate" must be 0 or more: -1'],
  [{ maxConnections: 1.5 }, 'Limit "maxConnections" must be an integer: 1.5'],
  [{ maxConnections: 0 }, 'Limit "maxConnections" must be more than 0: 0'],
  [{ maxConnections: "5" }, 'Limit "maxConnections" must be a number'],
  [{ maxConections: 5 }, 'There is no limit "maxConections"'],
];

for (const [limits, message] of WRONG) {
  Deno.test(`completeLimits() refuses ${JSON.stringify(limits)} in words`, () => {
    assertThrows(() => completeLimits(limits), Error, message);
  });
}

Deno.test("serve() and the servers refuse wrong limits before they listen", () => {
  const limits = { headTimeout: -1 };
  const message = 'Limit "headTimeout" must be more than 0: -1';
  const address: [string, number] = ["127.0.0.1", 0];
  assertThrows(() => serve({ hostname: "127.0.0.1", port: 0, limits }), RangeError, message);
  assertThrows(() => new ThreadingHTTPServer(address, QuietHandler, { limits }), RangeError);
});
