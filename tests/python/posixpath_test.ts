import { join, normpath, splitext } from "../../src/python/posixpath.ts";
import { replay } from "./recorded.ts";

Deno.test("normpath() gives CPython's paths", () => {
  replay("normpath", normpath);
});

Deno.test("splitext() splits where CPython does", () => {
  replay("splitext", splitext);
});

Deno.test("join() gives CPython's paths", () => {
  replay("join", ([first, ...others]: [string, ...string[]]) => join(first, ...others));
});
