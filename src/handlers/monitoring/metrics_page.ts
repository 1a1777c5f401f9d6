/**
 * {@linkcode formatMetrics}: the page for Prometheus.
 *
 * @module
 */

import { BOUNDS, sumCounters } from "./counters.ts";

/** What there is of a metric. */
interface Sample {
  /** What the name goes on with. */
  readonly suffix?: string;
  /** The labels, whose values need no escapes. */
  readonly labels?: Readonly<Record<string, string>>;
  readonly value: number;
}

/**
 * Write down what was counted.
 *
 * Prometheus: "Exposition formats".
 *
 * @param memory The memory of the server
 * @returns The page, in the text format 0.0.4
 */
export function formatMetrics(memory: SharedArrayBuffer): string {
  const { accepted, open, bytes, seconds, durations, requests } = sumCounters(memory);
  return [
    formatMetric(
      "http_requests_total",
      "counter",
      "Requests answered.",
      requests.map(({ method, status, count }) => ({
        labels: { method, code: status === 0 ? "other" : String(status) },
        value: count,
      })),
    ),
    formatHistogram("http_request_duration_seconds", durations, seconds),
    formatValue("http_sent_bytes_total", "counter", "Bytes of answers, heads included.", bytes),
    formatValue("http_connections_total", "counter", "Connections accepted.", accepted),
    formatValue("http_connections_open", "gauge", "Connections open.", open),
    formatValue(
      "process_start_time_seconds",
      "gauge",
      "Start of the process, in seconds since the epoch.",
      performance.timeOrigin / 1000,
    ),
    formatValue(
      "process_resident_memory_bytes",
      "gauge",
      "Resident memory of the process.",
      Deno.memoryUsage().rss,
    ),
  ].join("");
}

function formatHistogram(name: string, durations: readonly number[], sum: number): string {
  let value = 0;
  const buckets = durations.map((count, index) => {
    const bound = BOUNDS[index];
    value += count;
    return { suffix: "_bucket", labels: { le: bound?.toString() ?? "+Inf" }, value };
  });
  const help = "From the whole request line to the last byte handed to the system.";
  const totals = [{ suffix: "_sum", value: sum }, { suffix: "_count", value }];
  return formatMetric(name, "histogram", help, [...buckets, ...totals]);
}

function formatValue(name: string, type: string, help: string, value: number): string {
  return formatMetric(name, type, help, [{ value }]);
}

function formatMetric(
  name: string,
  type: string,
  help: string,
  samples: readonly Sample[],
): string {
  const lines = samples.map(({ suffix = "", labels = {}, value }) => {
    const pairs = Object.entries(labels).map(([label, text]) => `${label}="${text}"`).join(",");
    return `${name}${suffix}${pairs === "" ? "" : `{${pairs}}`} ${value}\n`;
  });
  return `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n${lines.join("")}`;
}
