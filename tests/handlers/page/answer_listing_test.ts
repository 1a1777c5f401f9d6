import { assert, assertEquals, assertFalse, assertMatch, assertStringIncludes } from "@std/assert";
import { EntryTable, type ListedEntry } from "../../../src/handlers/listing/entry_table.ts";
import {
  answerListing,
  type EntryDetails,
  type JsonListing,
  type ListedDirectory,
  type ListingAnswer,
} from "../../../src/handlers/page/mod.ts";
import { OrderMemory } from "../../../src/handlers/page/order_memory.ts";
import { textOf, utf8 } from "../../helpers/bytes.ts";
import { HOSTILE_NAMES } from "./site.ts";

const JSON_TYPE = "application/json";

/** A directory in memory: names, and their details; a slash marks a directory, `@` a link. */
function directoryOf(
  files: Readonly<Record<string, EntryDetails | null>>,
  displayPath = "/",
): ListedDirectory {
  const entries = Object.keys(files).map((marked): ListedEntry => ({
    name: marked.replace(/[/@]$/, ""),
    isDirectory: marked.endsWith("/"),
    isSymlink: marked.endsWith("@"),
  }));
  const details = new Map(
    Object.entries(files).map(([marked, details]) => [marked.replace(/[/@]$/, ""), details]),
  );
  return {
    displayPath,
    entries: new EntryTable(entries),
    look: ({ name }) => details.get(name) ?? null,
  };
}

const TIME = Date.UTC(2024, 1, 29, 12, 34, 56, 789);

const DIRECTORY = directoryOf({
  "b.txt": { size: 1, mtime: TIME },
  "a 10": { size: 2000, mtime: TIME + 1 },
  "a 9": { size: 30, mtime: TIME - 86_400_000 },
  "z/": { size: 4096, mtime: TIME },
  "gone@": null,
}, "/some dir/");

function list(
  query = "",
  accept: string | null = null,
  directory: ListedDirectory = DIRECTORY,
): Promise<ListingAnswer> {
  return answerListing(
    { path: "/some%20dir/", query: new URLSearchParams(query), accept },
    directory,
  );
}

async function listJson(query = "", directory = DIRECTORY): Promise<JsonListing> {
  return JSON.parse(textOf((await list(query, JSON_TYPE, directory)).body));
}

async function namesBy(query: string): Promise<string[]> {
  return (await listJson(query)).entries.map(({ name }) => name);
}

Deno.test("answerListing() sorts by name, size and date, directories first and the unknown last", async () => {
  assertEquals(await namesBy(""), ["z", "a 9", "a 10", "b.txt", "gone"]);
  assertEquals(await namesBy("order=desc"), ["z", "gone", "b.txt", "a 10", "a 9"]);
  assertEquals(await namesBy("sort=size"), ["z", "a 10", "a 9", "b.txt", "gone"]);
  assertEquals(await namesBy("sort=size&order=asc"), ["z", "b.txt", "a 9", "a 10", "gone"]);
  assertEquals(await namesBy("sort=date"), ["z", "a 10", "b.txt", "a 9", "gone"]);
  assertEquals(await namesBy("q=A"), ["a 9", "a 10"]);
});

Deno.test("answerListing() answers with JSON", async () => {
  const { body, contentType } = await list("limit=2", JSON_TYPE);
  assertEquals(contentType, JSON_TYPE);
  assertEquals(JSON.parse(textOf(body)), {
    path: "/some dir/",
    sort: "name",
    order: "asc",
    filter: "",
    total: 5,
    page: 1,
    pages: 3,
    next: "?page=2&limit=2",
    entries: [
      {
        name: "z",
        type: "directory",
        link: false,
        size: null,
        modified: "2024-02-29T12:34:56.789Z",
        href: "z/",
      },
      {
        name: "a 9",
        type: "file",
        link: false,
        size: 30,
        modified: "2024-02-28T12:34:56.789Z",
        href: "a%209",
      },
    ],
  });
  assertEquals((await listJson()).entries.at(-1), {
    name: "gone",
    type: "file",
    link: true,
    size: null,
    modified: null,
    href: "gone",
  });
});

Deno.test("answerListing() answers with plain text", async () => {
  const { body, contentType } = await list("", "text/plain");
  assertEquals(contentType, "text/plain; charset=utf-8");
  assertEquals(
    textOf(body),
    [
      "2024-02-29 12:34Z       –  z/",
      "2024-02-28 12:34Z    30 B  a 9",
      "2024-02-29 12:34Z  2.0 kB  a 10",
      "2024-02-29 12:34Z     1 B  b.txt",
      "–                       –  gone@",
      "",
    ].join("\n"),
  );
  const page = textOf((await list("limit=4", "text/plain")).body);
  assertStringIncludes(page, "# page 1 of 2, 5 entries; the next: ?page=2&limit=4\n");
});

Deno.test("answerListing() keeps control characters from the terminal", async () => {
  const files = Object.fromEntries(HOSTILE_NAMES.map((name) => [name, null]));
  const text = textOf((await list("", "text/plain", directoryOf(files))).body);
  assertEquals(text.split("\n").length, HOSTILE_NAMES.length + 1);
  // deno-lint-ignore no-control-regex -- these must not be there
  assertFalse(/[\x00-\x09\x0b-\x1f\x7f\u202e]/.test(text));
});

Deno.test("answerListing() pages the listing, each entry on one page", async () => {
  const names = Array.from({ length: 1234 }, (_, index) => `file ${index}`);
  // Equal keys must not be on two pages.
  names.push(...Array.from({ length: 200 }, (_, index) => `${"0".repeat(index)}1`));
  let directory = directoryOf(
    Object.fromEntries(names.map((name) => [name, { size: 1, mtime: 0 }])),
  );
  for (const sort of ["name", "size", "date"]) {
    const found: string[] = [];
    for (let next: string | null = `?sort=${sort}&limit=100`; next !== null;) {
      // The disk has no order.
      directory = { ...directory, entries: new EntryTable([...directory.entries].toReversed()) };
      const page = await listJson(next, directory);
      assertEquals([page.total, page.pages], [names.length, 15]);
      found.push(...page.entries.map(({ name }) => name));
      next = page.next;
    }
    assertEquals(found.toSorted(), names.toSorted());
  }
  const beyond = await listJson("page=99&limit=100", directory);
  assertEquals([beyond.page, beyond.entries.length, beyond.next], [15, 34, null]);
  assertEquals(await listJson("", directoryOf({})), {
    path: "/",
    sort: "name",
    order: "asc",
    filter: "",
    total: 0,
    page: 1,
    pages: 1,
    next: null,
    entries: [],
  });
});

Deno.test("answerListing() looks at no more than it shows, when sorting by name", async () => {
  const looked: string[] = [];
  const names = Array.from({ length: 20 }, (_, index) => `f${index}`);
  const directory: ListedDirectory = {
    displayPath: "/",
    entries: new EntryTable(
      names.map((name) => ({ name, isDirectory: false, isSymlink: false })),
    ),
    look: ({ name }) => {
      looked.push(name);
      return null;
    },
  };
  await list("page=2&limit=3", JSON_TYPE, directory);
  assertEquals(looked, ["f3", "f4", "f5"]);
});

Deno.test("answerListing() lets others work while it lists 100,000 entries", async () => {
  const entries = Array.from(
    { length: 100_000 },
    (_, index) => ({
      name: `file ${index * 7919 % 100_000}`,
      isDirectory: false,
      isSymlink: false,
    }),
  );
  const directory: ListedDirectory = {
    displayPath: "/",
    entries: new EntryTable(entries),
    look: () => ({ size: 1, mtime: 0 }),
  };
  let turns = 0;
  const ticking = setInterval(() => turns++, 0);
  const { entries: shown, pages } = await listJson("page=200", directory);
  clearInterval(ticking);
  assertEquals([shown[0]?.name, shown.at(-1)?.name, pages], ["file 99500", "file 99999", 200]);
  assert(turns >= 10, `${turns} turns`);
});

Deno.test("answerListing() lists a large directory as it is, though it remembers how it was", async () => {
  const names = Array.from({ length: 3000 }, (_, index) => `file ${index}`);
  const first = async (names: readonly string[], query: string): Promise<string[]> => {
    const files = Object.fromEntries(names.map((name) => [name, { size: name.length, mtime: 0 }]));
    return (await listJson(query, directoryOf(files))).entries.map(({ name }) => name);
  };
  for (let count = 0; count < 2; count++) {
    assertEquals(await first(names, "limit=2"), ["file 0", "file 1"]);
    assertEquals(await first(names, "limit=2&order=desc"), ["file 2999", "file 2998"]);
    assertEquals(await first(names, "limit=2&q=99"), ["file 99", "file 199"]);
  }
  assertEquals(await first([...names, "a"], "limit=2"), ["a", "file 0"]);
  assertEquals(await first(names.with(0, "b/"), "limit=2"), ["b", "file 1"]);
  assertEquals(await first(names.with(5, "c"), "limit=2"), ["c", "file 0"]);
  assertEquals(await first(names, "limit=2"), ["file 0", "file 1"]);
});

Deno.test("OrderMemory forgets what was used least when there is too much", () => {
  const memory = new OrderMemory<number>();
  const entries = (name: string): EntryTable =>
    new EntryTable(
      Array.from({ length: 100_000 }, () => ({ name, isDirectory: false, isSymlink: false })),
    );
  const [a, b, c] = [entries("a"), entries("b"), entries("c")];
  memory.remember("", a!, 1);
  memory.remember("", b!, 2);
  assertEquals(memory.recall("", entries("a")), 1);
  memory.remember("", c!, 3);
  const recalled: unknown[] = [];
  for (const entries of [a!, b!, c!]) recalled.push(memory.recall("", entries));
  assertEquals(recalled, [1, undefined, 3]);
});

Deno.test("answerListing() links to the pages before and behind (RFC 8288)", async () => {
  const linkOf = async (query: string): Promise<string | undefined> =>
    new Map((await list(query)).headers).get("Link");
  assertEquals(await linkOf(""), undefined);
  assertEquals(await linkOf("limit=2"), '<?page=2&limit=2>; rel="next"');
  assertEquals(
    await linkOf("limit=2&page=2"),
    '<?limit=2>; rel="prev", <?page=3&limit=2>; rel="next"',
  );
  assertEquals(await linkOf("limit=2&page=3"), '<?page=2&limit=2>; rel="prev"');
});

Deno.test("answerListing() allows the page its own script and style only, by their hashes", async () => {
  const { body, contentType, headers } = await list();
  assertEquals(contentType, "text/html; charset=utf-8");
  const fields = new Map(headers);
  assertEquals([fields.get("Vary"), fields.get("X-Content-Type-Options")], ["Accept", "nosniff"]);
  const policy = fields.get("Content-Security-Policy") ?? "";
  assertMatch(policy, /^default-src 'none'; /);
  assertFalse(/unsafe|\*|https?:/.test(policy));
  const page = textOf(body);
  for (const element of ["script", "style"]) {
    const found = [...page.matchAll(new RegExp(`<${element}>([^]*?)</${element}>`, "g"))];
    assertEquals(found.length, 1);
    const digest = await crypto.subtle.digest(
      "SHA-256",
      utf8(found[0]![1]!) as Uint8Array<ArrayBuffer>,
    );
    assertStringIncludes(policy, `${element}-src 'sha256-${new Uint8Array(digest).toBase64()}';`);
  }
  assertFalse(/ (style|on[a-z]+)=/.test(page));
});

Deno.test("answerListing() asks for nothing outside of the page", async () => {
  const page = textOf((await list("view=grid")).body);
  const addresses = [...page.matchAll(/ (?:src|href|action)="([^"]*)"/g)].map(([, address]) =>
    address!
  );
  assert(addresses.length > 10);
  for (const address of addresses.filter((address) => !address.startsWith("data:"))) {
    assertEquals(new URL(address, "http://host.example/some%20dir/").origin, "http://host.example");
    assertFalse(address.startsWith("/"), "behind a proxy, the root may be elsewhere");
  }
});

Deno.test("answerListing() keeps the order and the view in links to directories", async () => {
  const page = textOf((await list("sort=size&order=asc&view=grid&q=z&page=1")).body);
  assertStringIncludes(page, '<a href="z/?sort=size&amp;order=asc&amp;view=grid">');
  assertStringIncludes(page, '<a href="../?sort=size&amp;order=asc&amp;view=grid" id="up">');
});

Deno.test("answerListing() finds the README of a directory, and reads no other file", async () => {
  const read: string[] = [];
  const directory: ListedDirectory = {
    ...directoryOf({ "README": null, "readme.TXT": null, "README.rst": null, "readme.md/": null }),
    read: ({ name }, limit) => {
      read.push(name);
      return utf8(`<b>${"x".repeat(limit)}`).subarray(0, limit);
    },
  };
  const page = textOf((await list("", null, directory)).body);
  assertEquals(read, ["readme.TXT"]);
  assertStringIncludes(page, '<pre class="plain">&lt;b&gt;xxx');
  assertStringIncludes(page, "Open the file to see the rest.");
  for (const [query, accept] of [["q=a", null], ["", JSON_TYPE], ["", "text/plain"]] as const) {
    await list(query, accept, directory);
  }
  assertEquals(read.length, 1);
  const refused = await list("", null, { ...directory, read: () => null });
  assertFalse(textOf(refused.body).includes('class="readme"'));
});

Deno.test("answerListing() shows a README as text that would take long to be rendered", async () => {
  const page = async (text: string): Promise<string> => {
    const directory = { ...directoryOf({ "README.md": null }), read: () => utf8(text) };
    return textOf((await list("", null, directory)).body);
  };
  const blocks = ["[", "[!", "_\n\n", "|\n", "- a\r", "//a.b ", "- ", "1) ", ">", "+ > ", "# a\n"];
  for (const beginning of [...blocks, "**a", "~~a", "*a", "_a ", "](b)"]) {
    assertStringIncludes(await page(beginning.repeat(16_000)), '<pre class="plain">');
  }
  // Its rows have all columns of its head.
  const wide = `${"|a".repeat(2000)}\n${"|-".repeat(2000)}\n${"|b\n".repeat(300)}`;
  assertStringIncludes(await page(wide), '<pre class="plain">');
  assertStringIncludes(await page(wide), "Shown as it is written");
  assertFalse((await page("short")).includes("Shown as it is written"));
  const links = "- [name](https://example.com/some/where) - what it is for\n".repeat(1100);
  assertStringIncludes(await page(links), '<a href="https://example.com/some/where"');
  const table = `|a|b|c|d\n|-|-|-|-\n${"|some|text|in|cells\n".repeat(2000)}`;
  assertStringIncludes(await page(table), "<td>cells</td>");
});
