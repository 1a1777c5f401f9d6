/** The report: outcomes in, Markdown out. Pure. */
import { median, ratios, spread } from "./statistics.ts";

/** How one round with one server ended. */
export type Outcome =
  | { readonly kind: "measured"; readonly value: number; readonly also?: Aside }
  | { readonly kind: "failed" | "unsupported"; readonly reason: string };

/** A second figure of a round; those of one workload have the same label and unit. */
export interface Aside {
  /** What it is; the title of the workload is put after it. */
  readonly label: string;
  /** Its unit. */
  readonly unit: string;
  /** The figure. */
  readonly value: number;
}

/** One row of the table. */
export interface Row {
  /** What was measured. */
  readonly title: string;
  /** Unit of the figures. */
  readonly unit: string;
  /** The rounds of each server, by its name. */
  readonly outcomes: ReadonlyMap<string, readonly Outcome[]>;
}

/** The table's columns. */
export interface Columns {
  /** Names of the servers, in order. */
  readonly servers: readonly string[];
  /** Name of the server that is compared with the yardsticks. */
  readonly ours: string;
  /** Names of the servers to divide by. */
  readonly yardsticks: readonly string[];
}

/** What the report says about how it came about. */
export interface Circumstances {
  /** What was compared. */
  readonly heading: string;
  /** Day of the run, as `2026-01-31`. */
  readonly date: string;
  /** One line about the machine. */
  readonly machine: string;
  /** How the parties were placed. */
  readonly placement: string;
  /** Rounds of each workload. */
  readonly rounds: number;
  /** Rounds of the servers that no ratio is taken to. */
  readonly peerRounds: number;
  /** Length of a round in seconds. */
  readonly seconds: number;
  /** Version of each server, by its name. */
  readonly versions: ReadonlyMap<string, string>;
  /** Why a server was left out, by its name. */
  readonly missing: ReadonlyMap<string, string>;
}

const RISING = ["requests/s", "MB/s", "%"];

/**
 * Write the whole report.
 *
 * @param rows What was measured
 * @param columns The columns; those without any server that ran are left out
 * @param circumstances How it came about
 * @returns Markdown, ending in a line feed
 */
export function formatReport(
  rows: readonly Row[],
  columns: Columns,
  circumstances: Circumstances,
): string {
  const { heading, date, machine, placement, seconds, versions, missing } = circumstances;
  const all = [...rows, ...rows.flatMap(listAsides)];
  const lengths = `${describeRounds(circumstances)} of ${seconds} s each`;
  return [
    `# ${heading}`,
    `${date}; ${machine}; ${placement}; ${lengths}, servers alternating; wrk with one thread and, ` +
    "unless said otherwise, 32 connections that are kept alive. Cells are medians of the rounds; " +
    "ratios are medians of each round's ratio, with the smallest and the largest. " +
    "↑: more is better, ↓: less is better; –: the server does not do this.",
    formatTable(all, columns),
    formatList("Rounds that gave no figure:", listProblems(rows)),
    formatList("Versions:", [...versions].map(([name, version]) => `${name}: ${version}`)),
    formatList("Left out:", [...missing].map(([name, reason]) => `${name}: ${reason}`)),
  ].filter((part) => part !== "").join("\n\n") + "\n";
}

function describeRounds({ rounds, peerRounds }: Circumstances): string {
  const all = rounds === 1 ? "one round" : `${rounds} rounds`;
  return peerRounds === rounds ? all : `${all} (${peerRounds} of servers without a ratio)`;
}

/**
 * Put a report among others, each of which begins with its heading.
 *
 * @param reports The others; perhaps an older one with the same heading
 * @param report The report
 * @returns All of them: the report is in the place of the older one, or last
 */
export function replaceReport(reports: string, report: string): string {
  const headingOf = (text: string): string => text.split("\n", 1)[0]!;
  const parts = reports.split(/^(?=# )/m).map((part) => part.trim()).filter((part) => part !== "");
  const index = parts.findIndex((part) => headingOf(part) === headingOf(report));
  parts.splice(index < 0 ? parts.length : index, 1, report.trim());
  return parts.join("\n\n") + "\n";
}

/**
 * Write the table.
 *
 * @param rows What was measured
 * @param columns The columns
 * @returns A Markdown table without a final line feed
 */
export function formatTable(rows: readonly Row[], columns: Columns): string {
  const { servers, ours, yardsticks } = columns;
  const divisors = servers.includes(ours) ? yardsticks.filter((y) => servers.includes(y)) : [];
  const head = ["", "unit", ...servers, ...divisors.map((name) => `${ours} / ${name}`)];
  const lines = rows.map(({ title, unit, outcomes }) => [
    title,
    `${unit} ${RISING.includes(unit) ? "↑" : "↓"}`,
    ...servers.map((name) => formatCell(outcomes.get(name) ?? [])),
    ...divisors.map((name) => formatRatio(outcomes.get(ours) ?? [], outcomes.get(name) ?? [])),
  ]);
  const rule = head.map((_, at) => at < 2 ? "---" : "---:");
  return [head, rule, ...lines].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

/**
 * Write a figure with as many digits as mean something.
 *
 * @param value The figure, not negative
 * @returns Three digits or more: `0.0123`, `1.23`, `12,346`
 */
export function formatFigure(value: number): string {
  return value.toLocaleString("en-US", {
    ...(value >= 100 ? { maximumFractionDigits: 0 } : { maximumSignificantDigits: 3 }),
  });
}

function formatCell(outcomes: readonly Outcome[]): string {
  const values = listValues(outcomes).filter((value) => value !== undefined);
  const failed = outcomes.filter(({ kind }) => kind === "failed").length;
  if (values.length === 0) return failed > 0 ? "failed" : "–";
  const figure = formatFigure(median(values));
  return failed > 0 ? `${figure} (${failed} of ${outcomes.length} rounds failed)` : figure;
}

function formatRatio(ours: readonly Outcome[], theirs: readonly Outcome[]): string {
  const quotients = ratios(listValues(ours), listValues(theirs));
  if (quotients.length === 0) return "–";
  const { median, min, max } = spread(quotients);
  return `${formatFigure(median)} (${formatFigure(min)}..${formatFigure(max)})`;
}

function listValues(outcomes: readonly Outcome[]): (number | undefined)[] {
  return outcomes.map((outcome) => outcome.kind === "measured" ? outcome.value : undefined);
}

/** Second figures get rows of their own; where a round has none, the cell stays empty. */
function listAsides({ title, outcomes }: Row): Row[] {
  const aside = [...outcomes.values()].flat().find(hasAside)?.also;
  if (aside === undefined) return [];
  const asides = [...outcomes].map(([name, rounds]) => [name, rounds.map(toAside)] as const);
  return [{ title: `${aside.label}: ${title}`, unit: aside.unit, outcomes: new Map(asides) }];
}

function hasAside(outcome: Outcome): outcome is Outcome & { kind: "measured"; also: Aside } {
  return outcome.kind === "measured" && outcome.also !== undefined;
}

/** Rounds keep their places, so that ratios compare like with like. */
function toAside(outcome: Outcome): Outcome {
  if (outcome.kind !== "measured") return outcome;
  if (outcome.also === undefined) return { kind: "unsupported", reason: "not measured" };
  return { kind: "measured", value: outcome.also.value };
}

function listProblems(rows: readonly Row[]): string[] {
  const problems = rows.flatMap(({ title, outcomes }) =>
    [...outcomes].flatMap(([name, rounds]) =>
      rounds.flatMap((outcome) =>
        outcome.kind === "measured" ? [] : [`${title}: ${name} ${outcome.kind}: ${outcome.reason}`]
      )
    )
  );
  return [...new Set(problems)];
}

function formatList(title: string, items: readonly string[]): string {
  return items.length === 0 ? "" : [title, "", ...items.map((item) => `- ${item}`)].join("\n");
}
