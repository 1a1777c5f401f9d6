/**
 * Which handlers may give each other's remembered answers: those of one server whose answers depend on
 * nothing but the request, the file and the same settings.
 *
 * @module
 */

import type { TCPServer } from "../server/tcp_server.ts";
import { AnswerMemory } from "./answer_memory.ts";

/** A handler, as an object whose settings are its properties. */
type Handler = Readonly<Record<string, unknown>> & { readonly server: TCPServer };

/** The memory of a server, and the settings that its answers were made with. */
interface Shared {
  readonly memory: AnswerMemory;
  readonly settings: readonly unknown[];
}

/** Prototypes with methods on which no answer that is remembered depends. */
const onlookers = new WeakSet<object>();

/**
 * Let handlers use the memory although a class of theirs has methods.
 *
 * @param Class The class, no method of which has anything to do with answers that are remembered
 */
export function declareOnlooker(Class: { readonly prototype: object }): void {
  onlookers.add(Class.prototype);
}

const memories = new WeakMap<TCPServer, Shared>();

/**
 * The memory that a handler may use.
 *
 * @param handler The handler, before its first request
 * @param prototype The prototype whose methods are known to depend on nothing else: with any method of
 * its own, a subclass has no memory
 * @param settingNames The properties that answers depend on
 * @returns The memory of its server; `undefined` if it may not use it
 */
export function memoryFor(
  handler: object,
  prototype: object,
  settingNames: readonly string[],
): AnswerMemory | undefined {
  if (!addsNoMethods(handler, prototype)) return undefined;
  const { server } = handler as Handler;
  const settings = settingNames.map((name) => (handler as Handler)[name]);
  let shared = memories.get(server);
  if (shared === undefined) {
    shared = { memory: new AnswerMemory(), settings };
    memories.set(server, shared);
  }
  const same = shared.settings.every((value, index) => isSame(value, settings[index]));
  return same ? shared.memory : undefined;
}

/** Class fields make a new array or object for each handler: what counts is what is in it. */
function isSame(a: unknown, b: unknown): boolean {
  return a === b || (isPlain(a) && isPlain(b) && JSON.stringify(a) === JSON.stringify(b));
}

function isPlain(value: unknown): boolean {
  return Array.isArray(value) ||
    (typeof value === "object" && value !== null &&
      Object.getPrototypeOf(value) === Object.prototype);
}

function addsNoMethods(handler: object, prototype: object): boolean {
  let current: object | null = Object.getPrototypeOf(handler);
  for (; current !== prototype; current = Object.getPrototypeOf(current)) {
    if (current === null) return false;
    if (onlookers.has(current)) continue;
    if (Object.getOwnPropertyNames(current).some((name) => name !== "constructor")) return false;
  }
  return !Object.keys(handler).some((name) => name in prototype);
}
