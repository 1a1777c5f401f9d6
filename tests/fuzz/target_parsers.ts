/**
 * The parsers of request targets.
 *
 * @module
 */

import { assert, assertEquals } from "@std/assert";
import { locateScript } from "../../src/handlers/cgi/location.ts";
import { urlCollapsePath } from "../../src/handlers/cgi/url.ts";
import { formatListingQuery, parseListingQuery } from "../../src/handlers/page/listing_query.ts";
import { redirectOf } from "../../src/handlers/paths/redirect.ts";
import { translateTarget } from "../../src/handlers/paths/translate_path.ts";
import { type Parser, refusing } from "./parser.ts";

const TARGETS = [
  "/a/b.txt?x=y#z",
  "/../../etc/passwd",
  "/%2e%2e/%2e%2e/x",
  "//evil.example/..",
  "/\\evil.example/../sub",
  "http://u@[::1]:80/a/../b/",
  "/sub%2f..%5c",
  "/cgi-bin/a.sh/path/info?a+b",
  "*",
  "/a\0b",
  "/%ff%c3%28%ed%a0%80",
];

/** All of them. */
export const TARGET_PARSERS: readonly Parser[] = [
  {
    name: "translateTarget()",
    corpus: TARGETS,
    check: (text): void => {
      for (const windows of [false, true]) {
        const path = translateTarget(text, "/srv/www", windows);
        assert(path === "/srv/www" || path.startsWith("/srv/www/"), path);
        const names = path.split(windows ? /[\\/]/ : "/");
        assert(!names.includes("..") && !names.includes("."), path);
      }
    },
  },
  {
    name: "redirectOf()",
    corpus: TARGETS,
    check: (text): void => {
      const location = refusing(TypeError, () => redirectOf(text));
      if (location === undefined) return;
      assertEquals(new URL(location, "http://site.example/x").host, "site.example");
    },
  },
  {
    name: "urlCollapsePath() and locateScript()",
    corpus: TARGETS,
    check: (text): void => {
      const path = refusing(RangeError, () => urlCollapsePath(text));
      if (path === undefined) return;
      const [directories = ""] = path.split("?");
      assert(
        !directories.split("/").slice(0, -1).some((name) => name === ".." || name === "."),
        path,
      );
      const { script } = locateScript("/cgi-bin", path.slice(1), undefined, () => false);
      assert(!script.includes("/"));
    },
  },
  {
    name: "parseListingQuery()",
    corpus: [
      "sort=size&order=desc&q=a+b&page=2&limit=100",
      "view=grid&filter=%e9&page=-1",
      "sort=x&page=1e9",
    ],
    check: (text): void => {
      const query = parseListingQuery(new URLSearchParams(text));
      assertEquals(parseListingQuery(new URLSearchParams(formatListingQuery(query))), query);
    },
  },
];
