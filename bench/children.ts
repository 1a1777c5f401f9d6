/**
 * Child processes: started through a shell that raises the limit of open files and sends the
 * output where it belongs, tied to a core, and ended by their ids.
 */
import { isRunning, listFamily } from "./process.ts";

/** How to start a child. */
export interface ChildOptions {
  /** Core to tie it to; any when undefined. */
  core: number | undefined;
  /** File that gets its output and its messages; without one the output is piped. */
  log?: string;
  /** Variables to add to its environment. */
  env?: Record<string, string> | undefined;
  /** File that gets the time when the program itself begins, in seconds since the epoch. */
  begun?: string;
  /** Its working directory. */
  cwd?: string | undefined;
  /** Ends it when aborted. */
  signal?: AbortSignal;
  /** Keep its input open, for one that waits for its end. */
  input?: boolean;
}

/** The shell raises the soft limit as far as it may go, and becomes the program: the id stays. */
const RAISE_LIMIT = 'ulimit -S -n "$(ulimit -H -n)" 2>/dev/null';

/** Of the shells, Bash tells the time without starting a program. */
const NOTE_TIME = 'printf %s "$EPOCHREALTIME" >"$BENCH_BEGUN"';

/** How long a server may take to end after it was asked to, in milliseconds. */
const PATIENCE = 3_000;

/**
 * Start a child.
 *
 * @param argv Program and arguments
 * @param options How to start it
 * @returns The child; its id is that of the program itself, not of a shell around it
 */
export function startChild(argv: readonly string[], options: ChildOptions): Deno.ChildProcess {
  const pin = options.core === undefined ? [] : ["taskset", "-c", `${options.core}`];
  const become = options.log === undefined ? 'exec "$@"' : 'exec "$@" >>"$BENCH_LOG" 2>&1';
  const note = options.begun === undefined ? [] : [NOTE_TIME];
  const script = [RAISE_LIMIT, ...note, become].join("; ");
  const [program = "bash", ...args] = [...pin, "bash", "-c", script, "bash", ...argv];
  return new Deno.Command(program, {
    args,
    env: { ...options.env, BENCH_LOG: options.log ?? "", BENCH_BEGUN: options.begun ?? "" },
    stdin: options.input ? "piped" : "null",
    stdout: options.log === undefined ? "piped" : "null",
    stderr: options.log === undefined ? "piped" : "null",
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  }).spawn();
}

/**
 * End a child and all its descendants: ask first, and not twice.
 *
 * @param child The child; it may have ended already
 */
export async function endChild(child: Deno.ChildProcess): Promise<void> {
  const family = listFamily(child.pid);
  kill(child.pid, "SIGTERM");
  const patience = Promise.withResolvers<void>();
  const timer = setTimeout(patience.resolve, PATIENCE);
  await Promise.race([child.status, patience.promise]);
  clearTimeout(timer);
  for (const member of family) if (isRunning(member)) kill(member.pid, "SIGKILL");
  await child.status;
}

function kill(pid: number, signal: Deno.Signal): void {
  try {
    Deno.kill(pid, signal);
  } catch {
    // It ended in the meantime, which is what was wanted.
  }
}
