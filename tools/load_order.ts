/**
 * Records the modules of a start in the order in which they are best loaded:
 *
 *     deno task record:load-order
 *
 * @module
 */

import { fromFileUrl } from "@std/path";

const ROOT = new URL("../", import.meta.url);

/** Where it is recorded. */
const RECORD = new URL("src/cli/load_order.ts", ROOT);

/** A module and what it imports, as `deno info --json` tells it. */
interface Module {
  readonly specifier: string;
  readonly dependencies?: readonly {
    readonly isDynamic?: boolean;
    readonly code?: { readonly specifier: string };
  }[];
}

/**
 * Put modules behind those that they import.
 *
 * @param modules All of them
 * @param root The one that is run
 * @returns Those that are loaded with `root`, which comes last
 *
 * @example Two modules
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * const modules = [
 *   { specifier: "a", dependencies: [{ code: { specifier: "b" } }] },
 *   { specifier: "b" },
 * ];
 * assertEquals(inLoadOrder(modules, "a"), ["b", "a"]);
 * ```
 */
export function inLoadOrder(modules: readonly Module[], root: string): string[] {
  const known = new Map(modules.map((module) => [module.specifier, module]));
  const order = new Set<string>();
  const visited = new Set<string>();
  const visit = (specifier: string): void => {
    if (visited.has(specifier)) return;
    visited.add(specifier);
    for (const { isDynamic = false, code } of known.get(specifier)?.dependencies ?? []) {
      if (!isDynamic && code !== undefined) visit(code.specifier);
    }
    order.add(specifier);
  };
  visit(root);
  return [...order];
}

/**
 * The modules of a start.
 *
 * @returns Their paths in the project, each behind those that it imports
 */
export async function loadOrder(): Promise<string[]> {
  const { stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["info", "--json", "mod.ts"],
    cwd: fromFileUrl(ROOT),
    stderr: "inherit",
  }).output();
  const { modules, roots } = JSON.parse(new TextDecoder().decode(stdout)) as {
    readonly modules: readonly Module[];
    readonly roots: readonly [string];
  };
  // What nothing else imports any more is not needed.
  const others = modules.filter(({ specifier }) => specifier !== RECORD.href);
  return inLoadOrder(others, roots[0]).map((specifier) => specifier.replace(ROOT.href, ""))
    .filter((path) => path.startsWith("src/") && path !== "src/cli/load_order.ts");
}

/**
 * Write the module that loads others.
 *
 * @param paths Their paths in the project
 * @returns What is in it
 */
export function formatLoadOrder(paths: readonly string[]): string {
  const imports = paths.map((path) => {
    const inFolder = path.startsWith("src/cli/");
    return `import "${inFolder ? `./${path.slice(8)}` : `../${path.slice(4)}`}";\n`;
  });
  return `${HEADING}${imports.join("")}`;
}

const HEADING = `/**
 * The modules of a start, each behind those that it imports: \`deno task record:load-order\`.
 *
 * Where a module is the first to import another one, Deno decodes its source map, to say where that was
 * if it fails. So for those that are loaded from here it is one small source map, instead of forty.
 *
 * @module
 */

`;

if (import.meta.main) {
  Deno.writeTextFileSync(RECORD, formatLoadOrder(await loadOrder()));
}
