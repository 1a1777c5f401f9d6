/** The workloads, in the order of the report's rows. */
import { BIG_SIZE, MANY, MODIFIED, MORE, PROBE_PATH, PROBE_SIZE } from "./files.ts";
import {
  besideSlowClients,
  endurance,
  fairness,
  idleMemory,
  peakMemory,
  rate,
  startUp,
  type Workload,
} from "./workload.ts";

const CONNECTIONS = 32;

const IDLE = 10_000;

/** The 1 KiB file, which most workloads ask for. */
const SMALL = {
  path: PROBE_PATH,
  files: "sizes",
  expected: { status: 200, length: PROBE_SIZE },
} as const;

/** With Host, which wrk adds, the twelve fields that Firefox sends for a page. */
const BROWSER_HEADERS = {
  "User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
  "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
  "Accept-Language": "en-US,en;q=0.5",
  "Accept-Encoding": "gzip, deflate, br, zstd",
  "Connection": "keep-alive",
  "Upgrade-Insecure-Requests": "1",
  "Sec-Fetch-Dest": "document",
  "Sec-Fetch-Mode": "navigate",
  "Sec-Fetch-Site": "none",
  "Sec-Fetch-User": "?1",
  "Priority": "u=0, i",
};

/** All workloads. */
export const WORKLOADS: readonly Workload[] = [
  rate({ ...SMALL, name: "1k", title: "1 KiB file", connections: CONNECTIONS }),
  rate({
    name: "20k",
    title: "20 KiB file",
    path: "/20k.bin",
    files: "sizes",
    connections: CONNECTIONS,
    expected: { status: 200, length: 20 * 1_024 },
  }),
  rate({
    name: "100k",
    title: "100 KiB file",
    path: "/100k.bin",
    files: "sizes",
    connections: CONNECTIONS,
    expected: { status: 200, length: 100 * 1_024 },
  }),
  rate({
    name: "100m",
    title: "100 MiB file, one connection",
    path: "/big.bin",
    files: "sizes",
    connections: 1,
    expected: { status: 200, length: BIG_SIZE },
    unit: "MB/s",
  }),
  rate({
    ...SMALL,
    name: "304",
    title: "If-Modified-Since, answered 304",
    connections: CONNECTIONS,
    headers: { "If-Modified-Since": MODIFIED.toUTCString() },
    expected: { status: 304, length: 0 },
  }),
  rate({
    ...SMALL,
    name: "404",
    title: "Missing file, answered 404",
    path: "/missing.bin",
    connections: CONNECTIONS,
    expected: { status: 404 },
  }),
  rate({
    name: "listing",
    title: "Listing of 1,000 entries, 8 connections",
    // Ours and Caddy show fewer unless asked for more; the others pass over the query.
    path: "/entries/?limit=1000",
    files: "thousand",
    connections: 8,
    expected: { status: 200, holds: "999.bin" },
  }),
  rate({
    name: "many",
    title: "5,000 files of 4 KiB, at random",
    path: `/many/${MANY - 1}.bin`,
    files: "many",
    connections: CONNECTIONS,
    many: MANY,
    expected: { status: 200, length: 4 * 1_024 },
  }),
  rate({
    name: "more",
    title: "20,000 files of 4 KiB, at random, more than ours keeps the bodies of",
    path: `/many/${MORE - 1}.bin`,
    files: "more",
    connections: CONNECTIONS,
    many: MORE,
    expected: { status: 200, length: 4 * 1_024 },
  }),
  rate({
    ...SMALL,
    name: "close",
    title: "1 KiB file, a connection for each request",
    connections: CONNECTIONS,
    headers: { "Connection": "close" },
  }),
  rate({ ...SMALL, name: "c256", title: "1 KiB file, 256 connections", connections: 256 }),
  rate({ ...SMALL, name: "c1024", title: "1 KiB file, 1,024 connections", connections: 1_024 }),
  rate({
    ...SMALL,
    name: "browser",
    title: "1 KiB file, a browser's twelve header fields",
    connections: CONNECTIONS,
    headers: BROWSER_HEADERS,
    // Some servers compress even this, and send another length then.
    expected: { status: 200 },
  }),
  startUp({ name: "startup", title: "Start to the first byte answered" }),
  peakMemory({
    name: "memory",
    title: "Peak memory: 1 KiB over 256 connections, then with one each, then 100 MiB",
  }),
  endurance({ name: "million", title: "Speed per CPU after a million requests, of that before" }),
  idleMemory({ name: "idle", title: "Memory with 10,000 idle connections" }, IDLE),
  fairness({
    name: "fair-alone",
    title: "99th percentile of 1 KiB, nothing else",
    files: "sizes",
  }),
  fairness({
    name: "fair-slow",
    title: "99th percentile beside a slow reader of 100 MiB",
    files: "sizes",
    mode: "slow",
    path: "/big.bin",
  }),
  fairness({
    name: "fair-download",
    title: "99th percentile beside 100 MiB again and again",
    files: "sizes",
    mode: "loop",
    path: "/big.bin",
  }),
  fairness({
    name: "fair-listing",
    title: "99th percentile beside listings of 100,000 entries",
    files: "listing",
    mode: "loop",
    path: "/entries/",
  }),
  besideSlowClients({
    name: "slow-clients",
    title: "Speed per CPU beside 1,000 clients a byte a second each way, of that alone",
  }),
];
