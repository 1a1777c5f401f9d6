/**
 * Node's built-in modules, loaded when they are needed: that takes longer than the start of a server.
 *
 * @module
 */

// deno-lint-ignore-file no-process-global -- to import node:process would take time at every start

/** `node:crypto`, at once. */
export function nodeCrypto(): typeof import("node:crypto") {
  return process.getBuiltinModule("node:crypto");
}

let fs: typeof import("node:fs") | undefined;

/** `node:fs`, at once. */
export function nodeFs(): typeof import("node:fs") {
  return fs ??= process.getBuiltinModule("node:fs");
}

/** `node:fs`, if it was loaded already. */
export function loadedNodeFs(): typeof import("node:fs") | undefined {
  return fs;
}

/** `node:net`, at once. */
export function nodeNet(): typeof import("node:net") {
  return process.getBuiltinModule("node:net");
}

/** `node:stream`, at once. */
export function nodeStream(): typeof import("node:stream") {
  return process.getBuiltinModule("node:stream");
}

/** `node:tls`, at once. */
export function nodeTls(): typeof import("node:tls") {
  return process.getBuiltinModule("node:tls");
}

/**
 * Do something after all that waits for the next tick already.
 *
 * @param action What to do
 */
export function nextTick(action: () => void): void {
  process.nextTick(action);
}
