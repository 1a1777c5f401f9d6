/**
 * The comparison of CGI: `deno task bench:cgi`, or `deno run -A bench/cgi.ts --help`.
 *
 * Connections are not kept, since CPython has no way to: each server starts the same script for each of
 * them. The column "bare" is what Deno itself makes of it: see bare_cgi.ts.
 */
import { runComparison } from "./comparison.ts";
import { lighttpdWithCgi } from "./debian_servers.ts";
import { bareCgi, oursWithCgi } from "./deno_servers.ts";
import { pythonWithCgi } from "./python_server.ts";
import { rate, type Workload } from "./workload.ts";

const COMMON = {
  files: "scripts",
  headers: { Connection: "close" },
  expected: { status: 200, holds: "hello" },
  startsProcess: true,
} as const;

const WORKLOADS: readonly Workload[] = [
  script("program", "A program in C", 1),
  script("program", "A program in C", 8),
  script("shell", "A shell script", 1),
  script("shell", "A shell script", 8),
];

function script(program: string, title: string, connections: number): Workload {
  const clients = connections === 1 ? "one client" : `${connections} clients`;
  return rate({
    ...COMMON,
    name: connections === 1 ? program : `${program}-${connections}`,
    title: `${title}, ${clients}, a connection for each request`,
    path: `/cgi-bin/${program}`,
    connections,
  });
}

if (import.meta.main) {
  await runComparison({
    heading: "CGI",
    workloads: WORKLOADS,
    servers: [oursWithCgi, pythonWithCgi, lighttpdWithCgi, bareCgi],
    ours: oursWithCgi,
    yardsticks: [pythonWithCgi, lighttpdWithCgi, bareCgi],
  });
}
