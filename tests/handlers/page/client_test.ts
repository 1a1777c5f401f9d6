import { assertEquals } from "@std/assert";
import { relativeDate } from "../../../src/handlers/page/client/dates.ts";
import { placeAfter } from "../../../src/handlers/page/client/keyboard.ts";
import { SCRIPT } from "../../../src/handlers/page/client/script.ts";
import { SHARING_SCRIPT } from "../../../src/handlers/page/client/sharing_script.ts";
import { STYLE } from "../../../src/handlers/page/style/style.ts";
import { definitionsOf } from "./definitions.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

Deno.test("relativeDate() tells how long ago something was", () => {
  for (
    const [distance, text] of [
      [-2 * MINUTE, undefined],
      [-MINUTE / 2, "just now"],
      [0, "just now"],
      [MINUTE, "1 minute ago"],
      [44 * MINUTE, "44 minutes ago"],
      [HOUR, "1 hour ago"],
      [21 * HOUR, "21 hours ago"],
      [DAY, "yesterday"],
      [29.4 * DAY, "29 days ago"],
      [30 * DAY, undefined],
    ] as const
  ) assertEquals(relativeDate(1e12 - distance, 1e12), text, String(distance));
});

Deno.test("placeAfter() leads through a list and a grid, and not out of them", () => {
  for (
    const [key, index, count, columns, place] of [
      ["ArrowDown", -1, 5, 1, 0],
      ["ArrowUp", -1, 5, 1, 4],
      ["ArrowDown", 4, 5, 1, 4],
      ["ArrowUp", 0, 5, 1, 0],
      ["ArrowRight", 0, 5, 1, undefined],
      ["ArrowRight", 0, 5, 3, 1],
      ["ArrowDown", 0, 5, 3, 3],
      ["ArrowDown", 2, 5, 3, 2],
      ["ArrowUp", 4, 5, 3, 1],
      ["Home", -1, 5, 3, undefined],
      ["Home", 3, 5, 3, 0],
      ["End", 0, 5, 3, 4],
      ["ArrowDown", -1, 0, 1, undefined],
      ["x", 0, 5, 1, undefined],
    ] as const
  ) assertEquals(placeAfter(key, index, count, columns), place, `${key} from ${index}`);
});

Deno.test("SCRIPT, SHARING_SCRIPT and STYLE can stand in a page", () => {
  // What would end the element, and what would not be a script.
  for (const script of [SCRIPT, SHARING_SCRIPT]) {
    assertEquals(/<\/|<!--/.test(script), false);
    new Function(script);
  }
  assertEquals(/</.test(STYLE), false);
});

Deno.test("SCRIPT and SHARING_SCRIPT define each function once, and have no comments", () => {
  const script = SCRIPT + SHARING_SCRIPT;
  const names = definitionsOf(script);
  assertEquals(names, [...new Set(names)]);
  assertEquals(/^ |^\/[/*]/m.test(script), false);
});
