import { assert, assertEquals } from "@std/assert";
import { walkSync } from "@std/fs";
import { fromFileUrl, relative, SEPARATOR } from "@std/path";
import { formatLoadOrder, inLoadOrder, loadOrder } from "../../tools/load_order.ts";

/** What is loaded when it is first used, by the beginning of its path. */
const LATER = [
  "cli/completions",
  "cli/help.ts",
  "cli/tls/make_certificate.ts",
  "cli/options/option_groups.ts",
  "cli/welcome/qr_code.ts",
  "cli/standard_input",
  "cli/tls.ts",
  "cli/tls/tls_settings.ts",
  "fetch/",
  "handlers/auth/access.ts",
  "handlers/auth/with_auth.ts",
  "handlers/behind_proxy.ts",
  "handlers/cgi/complete.ts",
  "handlers/cgi/exact.ts",
  "handlers/cgi/script_process.ts",
  "handlers/file/compression.ts",
  "handlers/file/listing.ts",
  "handlers/file/parts.ts",
  "handlers/turns/in_turns.ts",
  "handlers/simple/listing.ts",
  "handlers/live/",
  "handlers/logging/log_format.ts",
  "handlers/monitoring/metrics_page.ts",
  "handlers/monitoring/with_",
  "handlers/page/document.ts",
  "handlers/page/mod.ts",
  "handlers/sharing/mod.ts",
  "handlers/slow/",
  "server/node/node_stream.ts",
  "server/tls/plain_text.ts",
  "server/node/tcp_duplex.ts",
  "server/tls/tls_stream.ts",
  "testing/",
  "workers/pool.ts",
  "workers/worker.ts",
];

/** Each takes about a tenth of a millisecond of every start. */
const MAX_MODULES = 141;

const current = await loadOrder();

Deno.test("LATER names modules that there are", () => {
  const root = fromFileUrl(new URL("../../src/", import.meta.url));
  const modules = [...walkSync(root, { exts: [".ts"] })].map(({ path }) => relative(root, path));
  const paths = modules.map((path) => path.replaceAll(SEPARATOR, "/"));
  assertEquals(LATER.filter((later) => !paths.some((path) => path.startsWith(later))), []);
});

Deno.test("inLoadOrder() puts modules behind those that they import, and leaves out what comes later", () => {
  const dependencies = (...names: string[]): { code: { specifier: string } }[] =>
    names.map((specifier) => ({ code: { specifier } }));
  const modules = [
    { specifier: "root", dependencies: dependencies("a", "b") },
    { specifier: "a", dependencies: dependencies("c", "root") },
    {
      specifier: "b",
      dependencies: [...dependencies("c"), { code: { specifier: "d" }, isDynamic: true }],
    },
    { specifier: "c", dependencies: [{}] },
    { specifier: "d" },
  ];
  assertEquals(inLoadOrder(modules, "root"), ["c", "a", "b", "root"]);
});

Deno.test("mod.ts loads the modules of a start in the order recorded by the task record:load-order", () => {
  const path = new URL("../../src/cli/load_order.ts", import.meta.url);
  const advice = "An import came or went: deno task record:load-order";
  assertEquals(Deno.readTextFileSync(path), formatLoadOrder(current), advice);
});

Deno.test("mod.ts loads nothing at once that a plain GET does not need and can wait for", () => {
  const isLater = (path: string): boolean =>
    LATER.some((beginning) => path.startsWith(`src/${beginning}`));
  assertEquals(current.filter(isLater), []);
  assert(current.length <= MAX_MODULES, `${current.length} modules: load some of them later`);
});
