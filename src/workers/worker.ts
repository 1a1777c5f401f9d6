/**
 * A worker: one more event loop that serves the addresses of the main thread.
 *
 * @module
 */

import { deploy } from "../deployment.ts";
import { withFields } from "../handler_fields.ts";
import { FileHTTPRequestHandler } from "../handlers/file.ts";
import { limitingOptions } from "../limiting.ts";
import { type ReportingServer, reportingServer } from "../reporting_server.ts";
import { runExitActions } from "../server/exit.ts";
import { drainLog, flushLog, shareLog } from "../server/log.ts";
import type { RequestHandlerClass } from "../server/request_handler.ts";
import { loadHandler } from "./handler_module.ts";
import type { Order, Report, WorkerTask } from "./messages.ts";

const ending = new AbortController();
let servers: readonly ReportingServer<unknown>[] = [];

async function serve(task: WorkerTask, loop: number): Promise<void> {
  const Handler = await deploy(await handlerOf(task), task.deployment, loop, ending.signal);
  // Told to stop before there was anything to stop.
  if (!ending.signal.aborted) {
    servers = listen(task, Handler, loop);
    tell({ type: "listening" });
    await Promise.all(servers.map(serveToEnd));
  }
  await finish();
}

async function handlerOf({ handler, fields }: WorkerTask): Promise<RequestHandlerClass> {
  const Handler = handler === undefined
    ? FileHTTPRequestHandler as RequestHandlerClass
    : await loadHandler(handler);
  return withFields(Handler, fields);
}

function listen(
  task: WorkerTask,
  Handler: RequestHandlerClass,
  loop: number,
): ReportingServer<unknown>[] {
  const { addresses, handlerOptions, tls, limiting, reportErrors } = task;
  const limits = limitingOptions(limiting, loop);
  const options = { handlerOptions, allowReusePort: true, tls, ...limits };
  const onError = reportErrors ? reportError : undefined;
  return addresses.map((address) => reportingServer(address, Handler, options, onError));
}

async function serveToEnd(server: ReportingServer<unknown>): Promise<void> {
  await server.serveForever({ signal: ending.signal });
  await server[Symbol.asyncDispose]();
}

function stop(graceful: boolean): void {
  ending.abort();
  if (graceful) return;
  for (const server of servers) server.serverClose();
  finish();
}

async function finish(): Promise<void> {
  runExitActions();
  await drainLog();
  tell({ type: "finished" });
}

function crash(reason: unknown): void {
  runExitActions();
  flushLog();
  tell({ type: "crashed", reason: String(reason) });
}

/** Tell of an error; one that can't be cloned comes down to its text. */
function reportError(error: unknown): void {
  try {
    tell({ type: "error", error });
  } catch {
    tell({ type: "error", error: new Error(String(error)) });
  }
}

function tell(report: Report): void {
  (self as unknown as { postMessage(report: Report): void }).postMessage(report);
}

shareLog();
self.addEventListener("message", (event) => {
  const order = (event as MessageEvent<Order>).data;
  if (order.type === "start") serve(order.task, order.loop).catch(crash);
  else stop(order.graceful);
});
self.addEventListener("error", (event) => {
  event.preventDefault();
  crash(event.error);
});
self.addEventListener("unhandledrejection", (event) => {
  event.preventDefault();
  crash(event.reason);
});
// Only Deno.exit() gets here: the main thread would wait for ever for a worker that is gone.
self.addEventListener("unload", () => crash("Deno.exit() was called"));
