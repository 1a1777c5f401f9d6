import { assertEquals } from "@std/assert";
import { formatSizes } from "../../tools/download_size.ts";

Deno.test("formatSizes() counts modules, and sums bytes as sent and as compressed", () => {
  const sizes = new Map([
    ["a.ts", { size: 1_500 * 1024, compressed: 10 * 1024 }],
    ["b.ts", { size: 1024, compressed: 700 }],
  ]);
  assertEquals(formatSizes("All", sizes), "All: 2 modules, 1,501 KiB, 11 KiB compressed");
});
