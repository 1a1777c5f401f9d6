import { assert, assertEquals, assertFalse, assertStringIncludes } from "@std/assert";
import { isOwnAddress, isSafeLink, renderMarkdown } from "../../../src/handlers/page/markdown.ts";
import { textOf } from "../../helpers/bytes.ts";
import { TempDir } from "../../helpers/temp_dir.ts";
import { turnsDuring } from "../../helpers/turns.ts";

async function render(text: string): Promise<string> {
  const html = await renderMarkdown(text);
  assert(html !== null, "the library can be loaded");
  return html.trim();
}

Deno.test("renderMarkdown() renders text, tables and links", async () => {
  for (
    const [text, html] of [
      [
        "# A b!\n## A b\n###### C",
        '<h3 id="readme-a-b">A b!</h3>\n<h4 id="readme-a-b-1">A b</h4>\n<h6 id="readme-c">C</h6>',
      ],
      ["*a* **b** ~~c~~ `d`", "<p><em>a</em> <strong>b</strong> <s>c</s> <code>d</code></p>"],
      ["[a](b.md) [c](#d)", '<p><a href="b.md">a</a> <a href="#readme-d">c</a></p>'],
      [
        "[a](https://b.example)",
        '<p><a href="https://b.example" rel="noopener noreferrer nofollow">a</a></p>',
      ],
      ["See README.md", "<p>See README.md</p>"],
      ["![a b](c.png)", '<p><img src="c.png" alt="a b" loading="lazy"></p>'],
      ["![a](https://b.example/c.png)", '<p><span class="remote">a</span></p>'],
      [
        "[![a](//b.example/c.png)](d)",
        '<p><a href="d"><span class="remote">a</span></a></p>',
      ],
    ] as const
  ) assertEquals(await render(text), html);
  assertEquals(
    (await render("|a|\n|-:|\n|b|")).replace(/\n/g, ""),
    '<div class="scroll" tabindex="0" role="region" aria-label="Table"><table>' +
      '<thead><tr><th class="right">a</th></tr></thead><tbody><tr><td class="right">b</td></tr></tbody></table></div>',
  );
});

const DONE = '<input type="checkbox" disabled="" checked="" aria-label="Done">';
const TO_DO = '<input type="checkbox" disabled="" aria-label="To do">';

/** What GitHub Flavored Markdown, section 5.3, has as examples, and what are no tasks. */
const TASKS: readonly [text: string, html: string][] = [
  [
    "- [ ] foo\n- [x] bar",
    `<ul><li class="task">${TO_DO} foo</li><li class="task">${DONE} bar</li></ul>`,
  ],
  [
    "- [x] foo\n  - [ ] bar\n- [X] *bim*",
    `<ul><li class="task">${DONE} foo<ul><li class="task">${TO_DO} bar</li></ul></li>` +
    `<li class="task">${DONE} <em>bim</em></li></ul>`,
  ],
  ["1. [x] a\n\n   b", `<ol><li class="task"><p>${DONE} a</p><p>b</p></li></ol>`],
  ["- [x] a\n\n[x]: b", `<ul><li class="task">${DONE} a</li></ul>`],
  ["- [x] <b onclick=a>", `<ul><li class="task">${DONE} &lt;b onclick=a&gt;</li></ul>`],
  ["- [x]", "<ul><li>[x]</li></ul>"],
  ["- [x]a", "<ul><li>[x]a</li></ul>"],
  ["- [y] a", "<ul><li>[y] a</li></ul>"],
  ["- [] a", "<ul><li>[] a</li></ul>"],
  ["- \\[x] a", "<ul><li>[x] a</li></ul>"],
  ["- a\n\n  [x] b", "<ul><li><p>a</p><p>[x] b</p></li></ul>"],
  ["- > [x] a", "<ul><li><blockquote><p>[x] a</p></blockquote></li></ul>"],
  ["[x] a", "<p>[x] a</p>"],
];

for (const [text, html] of TASKS) {
  Deno.test(`renderMarkdown() shows the tasks of ${JSON.stringify(text)}`, async () => {
    assertEquals((await render(text)).replace(/\n/g, ""), html);
  });
}

/** Ways to get a script, a style or another element in; most from OWASP's list. */
const ATTACKS = [
  "<script>alert(1)</script>",
  "<img src=x onerror=alert(1)>",
  "<style>*{display:none}</style>",
  "<svg/onload=alert(1)>",
  "[a](javascript:alert(1))",
  "[a](JaVaScRiPt:alert(1))",
  "[a](java\tscript:alert(1))",
  "[a](&#106;avascript:alert(1))",
  "[a](&#x01;javascript:alert(1))",
  "[a](data:text/html,<script>alert(1)</script>)",
  "[a](vbscript:x)",
  "[a](file:///etc/passwd)",
  "![a](javascript:alert(1))",
  "![a](data:image/svg+xml,<svg/onload=alert(1)>)",
  '[a](b "\\" onmouseover=alert(1) x=\\"")',
  '![a" onerror="alert(1)](b.png)',
  "[a]: javascript:alert(1)\n\n[a]",
  "<javascript:alert(1)>",
  '```"><script>alert(1)</script>\nx\n```',
  "# <script>alert(1)</script>",
  "- [x] <script>alert(1)</script>",
  "- [x](javascript:alert(1)) a",
  '|a|\n|-|\n|" onclick=alert(1)|',
  "[a](<javascript:alert(1)>)",
  "&lt;script&gt;",
];

/** What comes out, read as a browser would: tags with their attributes. */
const TAG = /<\/?([a-z0-9]+)((?: [a-z-]+="[^"<>]*")*)>/g;

Deno.test("renderMarkdown() lets others work while it renders a long text", async () => {
  await render("a");
  const turns = await turnsDuring(() =>
    render("[a](b) **c** `d` https://e.example\n\n".repeat(1200))
  );
  assert(turns >= 3, `${turns} turns`);
});

Deno.test("renderMarkdown() lets no script, style or foreign address through", async () => {
  for (const attack of ATTACKS) {
    const html = await render(`${attack}\n\n> - ${attack}`);
    assertFalse(html.replace(TAG, "").includes("<"), html);
    for (const [, name, attributes = ""] of html.matchAll(TAG)) {
      assertFalse(/^(script|style|svg|iframe|object|base|form|meta)$/.test(name!), html);
      for (const [, attribute, value] of attributes.matchAll(/ ([a-z-]+)="([^"]*)"/g)) {
        assertFalse(attribute!.startsWith("on") || attribute === "style", html);
        if (attribute === "href") assert(isSafeLink(value!), html);
        if (attribute === "src") assert(isOwnAddress(value!), html);
      }
    }
  }
});

Deno.test("isSafeLink() and isOwnAddress() read addresses as browsers do", () => {
  for (
    const [address, safe, own] of [
      ["a.png", true, true],
      ["../a b.png", true, true],
      ["/a", true, true],
      ["?a", true, true],
      ["", true, true],
      ["a:b", false, false],
      ["https://a.invalid/x", true, false],
      ["http://b.invalid/x", true, false],
      ["//host/x", true, false],
      ["\\\\host\\x", true, false],
      ["/\\host", true, false],
      ["\t//host", true, false],
      ["http:x", true, false],
      ["https:x", true, false],
      ["mailto:a@b.example", true, false],
      ["java\nscript:x", false, false],
      [" javascript:x", false, false],
      ["data:image/png,x", false, false],
      ["http://[", false, false],
    ] as const
  ) assertEquals([isSafeLink(address), isOwnAddress(address)], [safe, own], address);
});

Deno.test("A README is shown as it is where the library cannot be had", async () => {
  using cache = new TempDir();
  const readme = new URL("../../../src/handlers/page/readme.ts", import.meta.url);
  const table = new URL("../../../src/handlers/listing/entry_table.ts", import.meta.url);
  const program = `
    import { renderReadme } from ${JSON.stringify(readme.href)};
    import { EntryTable } from ${JSON.stringify(table.href)};
    const entries = new EntryTable([{ name: "README.md", isDirectory: false, isSymlink: false }]);
    const read = () => new TextEncoder().encode("# <b>");
    console.log(await renderReadme({ displayPath: "/", entries, look: () => null, read }));`;
  const command = new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "--no-prompt",
      "--no-config",
      "--no-check",
      "--cached-only",
      cache.write("program.ts", program),
    ],
    env: { DENO_DIR: cache.path },
  });
  const { stdout, stderr, success } = await command.output();
  assert(success, textOf(stderr));
  assertStringIncludes(textOf(stdout), '<pre class="plain"># &lt;b&gt;</pre>');
});
