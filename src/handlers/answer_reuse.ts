/**
 * Which handlers may give each other's remembered answers: those of one server whose answers depend on
 * nothing but the request, files and the same settings.
 *
 * @module
 */

import type { HeadScanner } from "../http/head_scanner.ts";
import type { TCPServer } from "../server/tcp_server.ts";
import { AnswerMemory } from "./answer_memory.ts";

/** What the answers of a class of handlers depend on. */
export interface Dependence {
  /** The properties of a handler that they depend on. */
  readonly settings: readonly string[];
  /** Recognises the requests whose answers depend on its key and on no other part of the request. */
  readonly scanner: HeadScanner;
}

/** The memory that a handler uses, and what recognises requests in it. */
export interface Reuse {
  /** The answers. */
  readonly memory: AnswerMemory;
  /** What recognises requests. */
  readonly scanner: HeadScanner;
}

/** A handler, as an object whose settings are its properties. */
type Handler = Readonly<Record<string, unknown>> & { readonly server: TCPServer };

/** The memory of a server, and what its answers were made with. */
interface Shared extends Reuse {
  readonly settings: readonly unknown[];
}

const dependences = new WeakMap<object, Dependence>();

/** Prototypes with methods on which no answer that is remembered depends. */
const onlookers = new WeakSet<object>();

/**
 * Let the handlers of a class use the memory. A subclass with methods of its own does not, unless it
 * is declared as well.
 *
 * @param Class The class
 * @param dependence What the answers that it remembers depend on, besides files
 */
export function declareDependence(
  Class: { readonly prototype: object },
  dependence: Dependence,
): void {
  dependences.set(Class.prototype, dependence);
}

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
 * @returns The memory of its server; `undefined` if it may not use it
 */
export function reuseFor(handler: object): Reuse | undefined {
  const dependence = dependenceOf(handler);
  if (dependence === undefined) return undefined;
  const { server } = handler as Handler;
  const { scanner } = dependence;
  const settings = dependence.settings.map((name) => (handler as Handler)[name]);
  let shared = memories.get(server);
  if (shared === undefined) {
    shared = { memory: new AnswerMemory(), scanner, settings };
    memories.set(server, shared);
  }
  if (shared.scanner !== scanner) return undefined;
  const same = shared.settings.every((value, index) => isSame(value, settings[index]));
  return same ? shared : undefined;
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

/** What was declared of the class that all methods of a handler come from. */
function dependenceOf(handler: object): Dependence | undefined {
  let current: object | null = Object.getPrototypeOf(handler);
  for (; current !== null; current = Object.getPrototypeOf(current)) {
    const dependence = dependences.get(current);
    if (dependence !== undefined) return hasMethods(handler, current) ? undefined : dependence;
    if (onlookers.has(current)) continue;
    if (Object.getOwnPropertyNames(current).some((name) => name !== "constructor")) break;
  }
  return undefined;
}

/** Whether fields of a handler hide methods of its class. */
function hasMethods(handler: object, prototype: object): boolean {
  return Object.keys(handler).some((name) => name in prototype);
}
