/**
 * The comparison of CGI: `deno task bench:cgi`, or `deno run -A bench/cgi.ts --help`.
 *
 * Connections are not kept, since CPython has no way to: each server starts the same script for each of
 * them.
 */
import { runComparison } from "./comparison.ts";
import { lighttpdWithCgi } from "./debian_servers.ts";
import { oursWithCgi } from "./deno_servers.ts";
import { pythonWithCgi } from "./python_server.ts";
import { rate, type Workload } from "./workload.ts";

const COMMON = {
  files: "scripts",
  headers: { Connection: "close" },
  expected: { status: 200, holds: "hello" },
} as const;

const WORKLOADS: readonly Workload[] = [
  script(
    "program",
    "A program in C, one client, a connection for each request",
    "/cgi-bin/program",
    1,
  ),
  script(
    "program-8",
    "A program in C, 8 clients, a connection for each request",
    "/cgi-bin/program",
    8,
  ),
  script("shell", "A shell script, one client, a connection for each request", "/cgi-bin/shell", 1),
  script(
    "shell-8",
    "A shell script, 8 clients, a connection for each request",
    "/cgi-bin/shell",
    8,
  ),
];

/** The processor time of a script is nobody's once it has ended: none is told. */
function script(name: string, title: string, path: string, connections: number): Workload {
  const workload = rate({ ...COMMON, name, title, path, connections });
  return {
    ...workload,
    measure: async (server, conditions) => {
      const { value } = await workload.measure(server, conditions);
      return { value };
    },
  };
}

if (import.meta.main) {
  await runComparison({
    heading: "CGI",
    workloads: WORKLOADS,
    servers: [oursWithCgi, pythonWithCgi, lighttpdWithCgi],
    ours: oursWithCgi,
    yardsticks: [pythonWithCgi, lighttpdWithCgi],
  });
}
