/**
 * What any handler can be extended by: proxies in front of it that it trusts, pages for those who
 * watch over it, logs in other formats, passwords, and what helps to develop a site.
 *
 * @module
 */

import { BaseHTTPRequestHandler } from "./handlers/base.ts";
import type { HTTPHandlerClass } from "./handlers/base/handler_class.ts";
import { type AuthOptions, checkAuth } from "./handlers/auth/options.ts";
import { allocateCounters } from "./handlers/monitoring/counters.ts";
import { isLogFormat, LOG_FORMATS, type LogFormat } from "./handlers/logging/formats.ts";
import { isNetwork, Networks } from "./http/networks.ts";
import type { RequestHandlerClass } from "./server/request_handler.ts";
import { mayColor } from "./handlers/logging/colors.ts";

/** What a path of a page may be: it is compared with the one in the request as it is. */
const PATH_REGEXP = /^\/[!-"$->@-~]*$/;

/** What the path of a page must be. */
export const PAGE_PATH_RULE = "a path that begins with a slash, without a query and blanks";

/** The longest delay, in milliseconds: browsers give up after some minutes. */
export const MAX_DELAY = 60_000;

/**
 * Options of servers that are not alone.
 *
 * @example Let a supervisor ask whether it is well
 * ```ts
 * import { type DeploymentOptions, serve } from "@pyport/http-server";
 * import { assertEquals } from "@std/assert";
 *
 * const options: DeploymentOptions = { health: "/healthy", log: "off" };
 * await using server = serve({ hostname: "127.0.0.1", port: 0, ...options });
 * const answer = await fetch(`http://127.0.0.1:${server.addr.port}/healthy`);
 * assertEquals(await answer.text(), "ok\n");
 * ```
 */
export interface DeploymentOptions {
  /**
   * The proxies that are believed in what they say of the client, in `Forwarded`, or in
   * `X-Forwarded-For` and `X-Forwarded-Proto`: IP addresses and networks (`"10.0.0.0/8"`), and
   * `"unix:"` for all that connect by a Unix socket. It shows in `clientAddress` and `scheme` of
   * handlers, and in the log.
   *
   * @default {[]}
   */
  trustProxy?: readonly string[] | undefined;
  /** The path of a page that says `ok`. */
  health?: string | undefined;
  /** The path of a page with figures for Prometheus. */
  metrics?: string | undefined;
  /**
   * How requests are logged, on standard error: `"python"` as Python does, with the colours of Python
   * 3.15 on a terminal; `"common"` and `"combined"` as Apache does; `"json"` an object a line; `"off"`
   * not at all.
   *
   * @default {"python"}
   */
  log?: LogFormat | undefined;
  /**
   * Who may make requests; all may if undefined. The page {@linkcode DeploymentOptions.health} is open
   * to all.
   */
  auth?: AuthOptions | undefined;
  /**
   * Whether pages reload when a file of `directory`, or of the directory that is given here, changes.
   * For development: nothing is cached or compressed.
   *
   * @default {false}
   */
  live?: boolean | string | undefined;
  /**
   * How long to wait before each answer, in milliseconds, to see what a site is like from far away.
   *
   * @default {0}
   */
  delay?: number | undefined;
  /**
   * The most bytes a second that a connection takes, and that it gives.
   *
   * @default no limit
   */
  rate?: number | undefined;
}

/** {@linkcode DeploymentOptions}, ready to be used by several event loops. */
export interface Deployment extends DeploymentOptions {
  /** What they count in. */
  readonly counters?: SharedArrayBuffer | undefined;
  /** Whether the log has colours. */
  readonly coloredLog?: boolean | undefined;
}

/**
 * Whether a page can have a path.
 *
 * @param path The path
 * @returns Whether it is {@linkcode PAGE_PATH_RULE}
 */
export function isPagePath(path: string): boolean {
  return PATH_REGEXP.test(path);
}

/**
 * Check the options.
 *
 * @param options The options
 * @throws {TypeError} when one is not of its type
 * @throws {RangeError} when one has a value that it cannot have
 */
export function checkDeployment(options: DeploymentOptions): void {
  const { trustProxy = [], health, metrics, log = "python", auth } = options;
  if (!Array.isArray(trustProxy)) {
    throw new TypeError('Cannot serve: option "trustProxy" must be an array of strings');
  }
  for (const proxy of trustProxy) {
    if (typeof proxy === "string" && isNetwork(proxy)) continue;
    const problem = "it must be an IP address, a network such as 10.0.0.0/8, or unix:";
    throw new RangeError(`Cannot trust the proxy ${JSON.stringify(proxy)}: ${problem}`);
  }
  for (const [name, path] of Object.entries({ health, metrics })) {
    if (path === undefined || typeof path === "string" && isPagePath(path)) continue;
    throw new RangeError(`Cannot serve: option "${name}" must be ${PAGE_PATH_RULE}`);
  }
  if (health !== undefined && health === metrics) {
    throw new RangeError('Cannot serve: options "health" and "metrics" are the same path');
  }
  if (!isLogFormat(log)) {
    const formats = LOG_FORMATS.map((format) => `"${format}"`).join(", ");
    throw new RangeError(`Cannot serve: option "log" must be one of ${formats}`);
  }
  if (auth !== undefined) checkAuth(auth);
  checkDevelopment(options);
}

function checkDevelopment({ live, delay, rate }: DeploymentOptions): void {
  if (live !== undefined && typeof live !== "boolean" && typeof live !== "string") {
    throw new TypeError('Cannot serve: option "live" must be true, false or a directory');
  }
  if (delay !== undefined && !isDelay(delay)) {
    throw new RangeError(
      `Cannot serve: option "delay" must be from 0 to ${MAX_DELAY} milliseconds`,
    );
  }
  if (rate !== undefined && !isRate(rate)) {
    throw new RangeError('Cannot serve: option "rate" must be a whole number of bytes, 1 or more');
  }
}

/**
 * Whether answers can be held back for so long.
 *
 * @param delay The time in milliseconds
 * @returns Whether it is from 0 to a minute
 */
export function isDelay(delay: number): boolean {
  return Number.isFinite(delay) && delay >= 0 && delay <= MAX_DELAY;
}

/**
 * Whether a connection can be held to a rate.
 *
 * @param rate The rate in bytes a second
 * @returns Whether it is a positive integer
 */
export function isRate(rate: number): boolean {
  return Number.isSafeInteger(rate) && rate > 0;
}

/**
 * Make the options ready.
 *
 * @param options The options
 * @param loops The number of event loops
 * @returns What {@linkcode deploy} takes; `undefined` if there is nothing to do
 */
export function prepareDeployment(
  options: DeploymentOptions & { readonly directory?: string | undefined },
  loops: number,
): Deployment | undefined {
  const { trustProxy = [], health, metrics, log = "python", auth, delay, rate } = options;
  const coloredLog = log === "python" && mayColor(Deno.stderr);
  if (isPlain(options) && !coloredLog) return undefined;
  const counters = metrics === undefined ? undefined : allocateCounters(loops);
  const live = options.live === true ? options.directory ?? Deno.cwd() : options.live;
  return { trustProxy, health, metrics, log, auth, live, delay, rate, counters, coloredLog };
}

/** Whether nothing is asked for. */
function isPlain(options: DeploymentOptions): boolean {
  const { trustProxy = [], health, metrics, log = "python", auth, live, delay, rate } = options;
  const given = [trustProxy[0], health, metrics, auth, live || undefined, delay, rate];
  return log === "python" && given.every((option) => option === undefined);
}

/**
 * Extend a class of handlers by what the options say. What it takes is loaded only then.
 *
 * @param Handler The class
 * @param deployment The options; `undefined` leaves the class as it is
 * @param loop The number of the event loop, from 0
 * @param signal Aborted at the end: nothing is watched any more
 * @returns A subclass, or the class itself
 * @throws {TypeError} when the class is none for HTTP
 */
export async function deploy<Options>(
  Handler: RequestHandlerClass<Options>,
  deployment: Deployment | undefined,
  loop: number,
  signal: AbortSignal = new AbortController().signal,
): Promise<RequestHandlerClass<Options>> {
  if (deployment === undefined) return Handler;
  if (
    !(Handler.prototype instanceof BaseHTTPRequestHandler) && Handler !== BaseHTTPRequestHandler
  ) {
    // Colours alone nobody asked for.
    if (isPlain(deployment)) return Handler;
    throw new TypeError(
      "Cannot serve: trustProxy, health, metrics, log, auth, live, delay and rate need a " +
        "BaseHTTPRequestHandler",
    );
  }
  const Extended = await extend(Handler as HTTPHandlerClass, deployment, { loop, signal });
  return Extended as RequestHandlerClass as RequestHandlerClass<Options>;
}

async function extend(
  Handler: HTTPHandlerClass,
  deployment: Deployment,
  { loop, signal }: { readonly loop: number; readonly signal: AbortSignal },
): Promise<HTTPHandlerClass> {
  const { trustProxy = [], health, metrics, log = "python", auth, counters } = deployment;
  const { coloredLog = false } = deployment;
  let Extended = Handler;
  if (log !== "python" || coloredLog) {
    const { withLogFormat } = await import("./handlers/logging/log_format.ts");
    Extended = withLogFormat(Extended, log, coloredLog);
  }
  if (trustProxy.length > 0) {
    const { behindProxy } = await import("./handlers/behind_proxy.ts");
    Extended = behindProxy(Extended, new Networks(trustProxy));
  }
  Extended = await extendForDevelopment(Extended, deployment, signal);
  if (metrics !== undefined && counters !== undefined) {
    const { withMetrics } = await import("./handlers/monitoring/with_metrics.ts");
    Extended = withMetrics(Extended, metrics, counters, loop);
  }
  // What comes after is answered without a password.
  if (auth !== undefined) {
    const [{ prepareAccess }, { withAuth }] = await Promise.all([
      import("./handlers/auth/access.ts"),
      import("./handlers/auth/with_auth.ts"),
    ]);
    Extended = withAuth(Extended, await prepareAccess(auth));
  }
  if (health !== undefined) {
    const { withHealth } = await import("./handlers/monitoring/with_health.ts");
    Extended = withHealth(Extended, health);
  }
  return Extended;
}

async function extendForDevelopment(
  Handler: HTTPHandlerClass,
  { live = false, delay = 0, rate }: Deployment,
  signal: AbortSignal,
): Promise<HTTPHandlerClass> {
  let Extended = Handler;
  if (typeof live === "string") {
    const [{ watchDirectory }, { withLive }] = await Promise.all([
      import("./handlers/live/watch.ts"),
      import("./handlers/live/with_live.ts"),
    ]);
    Extended = withLive(Extended, watchDirectory(live, signal));
  }
  if (delay > 0) {
    const { withDelay } = await import("./handlers/slow/with_delay.ts");
    Extended = withDelay(Extended, delay);
  }
  if (rate !== undefined) {
    const { withRate } = await import("./handlers/slow/with_rate.ts");
    Extended = withRate(Extended, rate);
  }
  return Extended;
}
