import { assertEquals } from "@std/assert";
import {
  allocateCounters,
  BOUNDS,
  Counters,
  sumCounters,
} from "../../../src/handlers/monitoring/counters.ts";

Deno.test("sumCounters() adds up what several event loops have counted", () => {
  const memory = allocateCounters(2);
  const loops = [new Counters(memory, 0), new Counters(memory, 1)];
  for (const counters of loops) {
    counters.connectionOpened();
    counters.requestAnswered("GET", 200, 100, 0.25);
  }
  loops[0]!.connectionClosed();
  loops[1]!.requestAnswered("GET", 599, 1, 0);
  const { accepted, open, bytes, seconds, requests } = sumCounters(memory);
  assertEquals({ accepted, open, bytes, seconds }, {
    accepted: 2,
    open: 1,
    bytes: 201,
    seconds: 0.5,
  });
  assertEquals(requests, [
    { method: "GET", status: 200, count: 2 },
    { method: "GET", status: 599, count: 1 },
  ]);
});

Deno.test("Counters go on where a loop that crashed had ended, without its connections", () => {
  const memory = allocateCounters(2);
  const crashed = new Counters(memory, 1);
  crashed.connectionOpened();
  crashed.requestAnswered("HEAD", 304, 1, 0);
  new Counters(memory, 1).connectionOpened();
  const { accepted, open, requests } = sumCounters(memory);
  assertEquals([accepted, open, requests.length], [2, 1, 1]);
});

Deno.test("Counters.requestAnswered() has one place for all that has no name", () => {
  const memory = allocateCounters(1);
  const counters = new Counters(memory, 0);
  for (
    const [method, status] of [["BREW", 199], ["get", 600], ["", NaN], ["other", 20.5]] as const
  ) {
    counters.requestAnswered(method, status, 0, 0);
  }
  assertEquals(sumCounters(memory).requests, [{ method: "other", status: 0, count: 4 }]);
});

Deno.test("Counters.requestAnswered() counts a bound in the class that it bounds", () => {
  const memory = allocateCounters(1);
  const counters = new Counters(memory, 0);
  // Prometheus: "le" means less or equal.
  for (const bound of BOUNDS) counters.requestAnswered("GET", 200, 0, bound);
  counters.requestAnswered("GET", 200, 0, 3600);
  assertEquals(sumCounters(memory).durations, [...BOUNDS.map(() => 1), 1]);
});
