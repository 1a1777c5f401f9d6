import { assertEquals, assertStringIncludes } from "@std/assert";
import {
  formatFigure,
  formatReport,
  formatTable,
  type Outcome,
  replaceReport,
  type Row,
} from "../../bench/report.ts";

const COLUMNS = { servers: ["ours", "nginx"], ours: "ours", yardsticks: ["nginx", "python"] };

function measured(...values: number[]): Outcome[] {
  return values.map((value) => ({ kind: "measured", value }));
}

function failed(reason: string): Outcome {
  return { kind: "failed", reason };
}

function row(ours: Outcome[], nginx: Outcome[], unit = "requests/s"): Row {
  return { title: "1 KiB", unit, outcomes: new Map([["ours", ours], ["nginx", nginx]]) };
}

/** The cells of the one row below head and rule. */
function formatCells(...args: Parameters<typeof row>): string {
  return formatTable([row(...args)], COLUMNS).split("\n")[2] ?? "";
}

Deno.test("formatTable() has a column for each server and each yardstick that ran", () => {
  assertEquals(formatTable([], COLUMNS).split("\n"), [
    "|  | unit | ours | nginx | ours / nginx |",
    "| --- | --- | ---: | ---: | ---: |",
  ]);
});

Deno.test("formatTable() has no ratios when our server did not run", () => {
  const columns = { ...COLUMNS, servers: ["nginx"] };
  assertEquals(formatTable([], columns).split("\n")[0], "|  | unit | nginx |");
});

Deno.test("formatTable() takes the median of each round's ratio", () => {
  assertEquals(
    formatCells(measured(100, 300, 200), measured(100, 100, 100)),
    "| 1 KiB | requests/s ↑ | 200 | 100 | 2 (1..3) |",
  );
});

Deno.test("formatTable() points down when less is better", () => {
  assertStringIncludes(formatCells(measured(1), measured(1), "ms"), "| ms ↓ |");
});

Deno.test("formatTable() counts the rounds that failed", () => {
  assertEquals(
    formatCells([...measured(100), failed("3 read errors")], measured(50, 10)),
    "| 1 KiB | requests/s ↑ | 100 (1 of 2 rounds failed) | 30 | 2 (2..2) |",
  );
});

Deno.test("formatTable() shows no rate when all rounds failed or none was possible", () => {
  const cells = formatCells([failed("ended")], [{ kind: "unsupported", reason: "answers 404" }]);
  assertEquals(cells, "| 1 KiB | requests/s ↑ | failed | – | – |");
});

const CIRCUMSTANCES = {
  heading: "A comparison",
  date: "2026-01-31",
  machine: "2 cores of a CPU",
  placement: "tied",
  rounds: 1,
  peerRounds: 1,
  seconds: 3,
  versions: new Map([["nginx", "1.22.1"]]),
  missing: new Map([["std", "jsr.io cannot be reached"]]),
};

Deno.test("formatReport() tells date, machine, versions and what was left out", () => {
  const report = formatReport([row(measured(1), measured(1))], COLUMNS, CIRCUMSTANCES);
  assertStringIncludes(report, "2026-01-31; 2 cores of a CPU; tied; one round of 3 s");
  assertStringIncludes(report, "\n- nginx: 1.22.1\n");
  assertStringIncludes(report, "\n- std: jsr.io cannot be reached\n");
});

Deno.test("formatReport() tells how many rounds there were of servers without a ratio", () => {
  const report = formatReport([], COLUMNS, { ...CIRCUMSTANCES, rounds: 5, peerRounds: 2 });
  assertStringIncludes(report, "; 5 rounds (2 of servers without a ratio) of 3 s each");
});

Deno.test("formatReport() gives second figures rows of their own", () => {
  const also = { label: "CPU per request", unit: "µs", value: 20 };
  const ours: Outcome[] = [{ kind: "measured", value: 1, also }];
  const report = formatReport([row(ours, measured(1))], COLUMNS, CIRCUMSTANCES);
  assertStringIncludes(report, "\n| CPU per request: 1 KiB | µs ↓ | 20 | – | – |\n");
});

Deno.test("formatReport() tells each reason once", () => {
  const rows = [row([failed("ended"), failed("ended")], measured(1))];
  const report = formatReport(rows, COLUMNS, CIRCUMSTANCES);
  assertEquals(report.split("1 KiB: ours failed: ended").length, 2);
});

/** The reports that there are, a new one, and all of them then. */
const REPORTS: readonly (readonly [reports: string, report: string, all: string])[] = [
  ["", "# A\n\n1\n", "# A\n\n1\n"],
  ["# A\n\n1\n", "# A\n\n2\n", "# A\n\n2\n"],
  ["# A\n\n1\n", "# B\n\n2\n", "# A\n\n1\n\n# B\n\n2\n"],
  ["# A\n\n1\n\n# B\n\n2\n", "# A\n\n3\n", "# A\n\n3\n\n# B\n\n2\n"],
];

for (const [reports, report, all] of REPORTS) {
  Deno.test(`replaceReport() makes ${JSON.stringify(all)}`, () => {
    assertEquals(replaceReport(reports, report), all);
  });
}

const FIGURES: [number, string][] = [
  [0.01234, "0.0123"],
  [1.234, "1.23"],
  [12.34, "12.3"],
  [99.96, "100"],
  [123.4, "123"],
  [12345.6, "12,346"],
];

for (const [value, text] of FIGURES) {
  Deno.test(`formatFigure() is ${text} for ${value}`, () => {
    assertEquals(formatFigure(value), text);
  });
}
