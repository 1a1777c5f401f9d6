/**
 * {@linkcode watchDirectory}: `Deno.watchFs` that goes on.
 *
 * @module
 */

import { repr } from "../../python/repr.ts";
import { writeLog } from "../../server/log.ts";
import { Changes } from "./changes.ts";

/** How long it rests after it has failed, in milliseconds. */
const PAUSE = 1000;

/**
 * Watch a directory and all below it. What fails later is tried again every second.
 *
 * @param directory The directory
 * @param signal Ends it
 * @returns The changes
 * @throws {Deno.errors.NotCapable} when Deno does not permit to read the directory
 * @throws {Error} when the system cannot watch it: why, and what to do
 */
export function watchDirectory(directory: string, signal: AbortSignal): Changes {
  const changes = new Changes();
  const root = Deno.realPathSync(directory);
  follow(start(root), root, changes, signal);
  return changes;
}

function start(root: string): Deno.FsWatcher {
  try {
    return Deno.watchFs(root, { recursive: true });
  } catch (error) {
    if (error instanceof Deno.errors.NotCapable || !(error instanceof Error)) throw error;
    // ENOSPC and EMFILE of inotify(7): there is room on the disk, and there are descriptors.
    const isLimit = /os error (?:24|28)\b|No space left|Too many open/i.test(error.message);
    const advice = isLimit ? "; raise fs.inotify.max_user_watches, or serve fewer directories" : "";
    throw new Error(`Cannot watch ${repr(root)}: ${error.message}${advice}`, { cause: error });
  }
}

async function follow(
  first: Deno.FsWatcher,
  root: string,
  changes: Changes,
  signal: AbortSignal,
): Promise<void> {
  for (let watcher: Deno.FsWatcher | undefined = first; watcher !== undefined;) {
    try {
      await note(watcher, root, changes, signal);
      if (!signal.aborted) writeLog(`Cannot watch ${repr(root)} any more, trying again\n`);
    } catch (error) {
      const reason = error instanceof Error ? error.message : error;
      writeLog(`Cannot watch ${repr(root)} any more, trying again: ${reason}\n`);
    }
    watcher = await restart(root, signal);
    // Nobody knows what has changed meanwhile.
    if (watcher !== undefined) changes.note(undefined);
  }
  changes.close();
}

/** Start again, as soon as that works. */
async function restart(root: string, signal: AbortSignal): Promise<Deno.FsWatcher | undefined> {
  while (!signal.aborted) {
    await pause(signal);
    try {
      if (!signal.aborted) return start(root);
    } catch {
      // It was said why.
    }
  }
  return undefined;
}

async function note(
  watcher: Deno.FsWatcher,
  root: string,
  changes: Changes,
  signal: AbortSignal,
): Promise<void> {
  const close = (): void => watcher.close();
  if (signal.aborted) return close();
  signal.addEventListener("abort", close);
  try {
    for await (const { kind, paths, flag } of watcher) {
      // The system has dropped events.
      if (flag === "rescan") changes.note(undefined);
      if (kind === "access") continue;
      if (kind === "remove" && paths.includes(root)) break;
      changes.note(paths.map((path) => relativePath(path, root)));
    }
  } finally {
    signal.removeEventListener("abort", close);
    if (!signal.aborted) watcher.close();
  }
}

function relativePath(path: string, root: string): string {
  const relative = path.startsWith(root) ? path.slice(root.length) : path;
  return relative.replaceAll("\\", "/").replace(/^\/+/, "");
}

function pause(signal: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, PAUSE);
  signal.addEventListener("abort", () => {
    clearTimeout(timer);
    resolve();
  }, { once: true });
  return promise;
}
