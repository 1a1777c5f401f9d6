/** The comparison with other servers: `deno task bench`, or `deno run -A bench/main.ts --help`. */
import { runComparison } from "./comparison.ts";
import { OURS, SERVERS, YARDSTICKS } from "./servers.ts";
import { WORKLOADS } from "./workloads.ts";

if (import.meta.main) {
  await runComparison({
    heading: "Comparison with other servers",
    workloads: WORKLOADS,
    servers: SERVERS,
    ours: OURS,
    yardsticks: YARDSTICKS,
  });
}
