/**
 * What the parts of a request cost in isolation, in nanoseconds:
 *
 *     deno run -A bench/parts.ts [--only TEXT] [--quick]
 *
 * `--only` takes the parts whose name contains the text. Figures of parts do not add up to
 * those of a request (caches are warm here); they tell alternatives apart.
 */
import { parseArgs } from "node:util";
import type { Part } from "./part.ts";
import { listOwnParts } from "./own_parts.ts";
import { listPlatformParts } from "./platform_parts.ts";
import { formatFigure } from "./report.ts";
import { endOnSignals } from "./signals.ts";
import { timeOperation, type TimingOptions } from "./timing.ts";

function print(line: string): void {
  Deno.stdout.writeSync(new TextEncoder().encode(line + "\n"));
}

/** Signals are only noticed between two turns of the event loop, of which sync parts take none. */
async function printParts(parts: readonly Part[], options: TimingOptions): Promise<void> {
  const ended = endOnSignals();
  print("| part | ns, median | ns, least |\n| --- | ---: | ---: |");
  for (const { name, run } of parts) {
    await new Promise((resolve) => setTimeout(resolve));
    if (ended.aborted) return;
    const { median, min } = await timeOperation(run, options);
    print(`| ${name} | ${formatFigure(median)} | ${formatFigure(min)} |`);
  }
}

if (import.meta.main) {
  const { values: { only, quick } } = parseArgs({
    args: Deno.args,
    options: {
      only: { type: "string", default: "" },
      quick: { type: "boolean", default: false },
    },
  });
  const directory = Deno.makeTempDirSync({ prefix: "bench-" });
  try {
    const all = [...listOwnParts(directory), ...listPlatformParts(directory)];
    const parts = all.filter(({ name }) => name.includes(only));
    await printParts(parts, quick ? { milliseconds: 5, repeats: 3 } : {});
  } finally {
    Deno.removeSync(directory, { recursive: true });
  }
  Deno.exit();
}
