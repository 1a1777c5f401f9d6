/**
 * Readings from Linux's /proc: what a server and its children have used so far.
 *
 * Memory of several processes is added up, so pages they share count more than once; nginx's
 * master, which does nothing under load, is in its figures.
 */

/** What one line of /proc/PID/stat says. */
export interface ProcessStat {
  /** Process id of the parent. */
  readonly parent: number;
  /** User and system time used so far, in clock ticks. */
  readonly ticks: number;
  /** The same of its children that have ended and of theirs. */
  readonly endedTicks: number;
  /** When the process started, in clock ticks since the machine did; with the id, a unique name. */
  readonly startTime: number;
}

/** What a process and all its descendants have used. */
export interface Usage {
  /** User and system time so far, in seconds. */
  readonly cpuSeconds: number;
  /** The same of those that have ended, in seconds. */
  readonly endedCpuSeconds: number;
  /** Memory resident now, in bytes (VmRSS). */
  readonly resident: number;
  /** Most memory ever resident, in bytes (VmHWM). */
  readonly peak: number;
}

/** One process, named beyond doubt: ids are used again, an id with a start time is not. */
export interface ProcessName {
  /** Process id. */
  readonly pid: number;
  /** Start time, in clock ticks. */
  readonly startTime: number;
}

/** Linux has reported times to user space in hundredths of a second since 2.6 (USER_HZ). */
const TICKS_PER_SECOND = 100;

/**
 * Read the text of /proc/PID/stat.
 *
 * @param text The line. The program's name in it may hold spaces and parentheses
 * @returns The fields of interest
 * @throws {SyntaxError} if the line is not of that form
 */
export function parseStat(text: string): ProcessStat {
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  const [parent, user, system, endedUser, endedSystem, startTime] = [1, 11, 12, 13, 14, 19]
    .map((at) => Number(fields[at]));
  if (![parent, user, system, endedUser, endedSystem, startTime].every(Number.isInteger)) {
    throw new SyntaxError("Cannot read the line of /proc/PID/stat");
  }
  return {
    parent: parent!,
    ticks: user! + system!,
    endedTicks: endedUser! + endedSystem!,
    startTime: startTime!,
  };
}

/**
 * Read one size from the text of /proc/PID/status.
 *
 * @param text The whole file
 * @param field Its field, such as `VmHWM`
 * @returns The size in bytes; 0 when the field is missing, as for a process that has just ended
 */
export function parseStatusSize(text: string, field: string): number {
  const kilobytes = new RegExp(`^${field}:\\s*(\\d+) kB$`, "m").exec(text)?.[1];
  return Number(kilobytes ?? 0) * 1024;
}

/**
 * List a process and its descendants as they are now.
 *
 * @param root Process id to start from
 * @returns Their names, the root first; empty when it has ended
 */
export function listFamily(root: number): ProcessName[] {
  const all = new Map<number, ProcessStat>();
  for (const entry of Deno.readDirSync("/proc")) {
    const stat = /^\d+$/.test(entry.name) ? readStat(Number(entry.name)) : undefined;
    if (stat) all.set(Number(entry.name), stat);
  }
  const family = all.has(root) ? [root] : [];
  for (const member of family) {
    for (const [pid, stat] of all) if (stat.parent === member) family.push(pid);
  }
  return family.map((pid) => ({ pid, startTime: all.get(pid)!.startTime }));
}

/**
 * Tell whether a process still runs, and is still the same one.
 *
 * @param name The process, as {@linkcode listFamily} named it
 * @returns True if so
 */
export function isRunning({ pid, startTime }: ProcessName): boolean {
  return readStat(pid)?.startTime === startTime;
}

/**
 * Add up what a process and its descendants have used so far.
 *
 * @param root Process id
 * @returns The sums
 */
export function readUsage(root: number): Usage {
  let [ticks, endedTicks, resident, peak] = [0, 0, 0, 0];
  for (const { pid } of listFamily(root)) {
    const stat = readStat(pid);
    ticks += stat?.ticks ?? 0;
    endedTicks += stat?.endedTicks ?? 0;
    const status = readProc(pid, "status") ?? "";
    resident += parseStatusSize(status, "VmRSS");
    peak += parseStatusSize(status, "VmHWM");
  }
  const [cpuSeconds, endedCpuSeconds] = [ticks, endedTicks].map((sum) => sum / TICKS_PER_SECOND);
  return { cpuSeconds: cpuSeconds!, endedCpuSeconds: endedCpuSeconds!, resident, peak };
}

function readStat(pid: number): ProcessStat | undefined {
  const text = readProc(pid, "stat");
  return text === undefined ? undefined : parseStat(text);
}

/** Processes end while we look: a file that is gone is no error. */
function readProc(pid: number, file: string): string | undefined {
  try {
    return Deno.readTextFileSync(`/proc/${pid}/${file}`);
  } catch {
    return undefined;
  }
}
