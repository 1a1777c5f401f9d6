/**
 * Which handlers may give each other's remembered answers: those of one server whose answers depend on
 * nothing but the request, files and the same settings.
 *
 * @module
 */

import type { HeadScanner } from "../../http/head_scanner.ts";
import type { TCPServer } from "../../server/tcp_server.ts";
import { AnswerMemory } from "./answer_memory.ts";

/** What the answers of a class of handlers depend on. */
export interface Dependence {
  /** The properties of a handler that they depend on. */
  readonly settings: readonly string[];
  /**
   * Say what recognises the requests whose answers depend on its key and on no other part of the
   * request: the same for all handlers with the same settings.
   */
  scannerFor(handler: object): HeadScanner;
}

/** The memory that a handler uses, and what recognises requests in it. */
export interface Reuse {
  /** The answers. */
  readonly memory: AnswerMemory;
  /** Those that say that something is not there: however many are asked for, they displace no others. */
  readonly missing: AnswerMemory;
  /** What recognises requests. */
  readonly scanner: HeadScanner;
}

/** A handler, as an object whose settings are its properties. */
type Handler = Readonly<Record<string, unknown>> & { readonly server: TCPServer };

/** The memory of a server, and what its answers were made with. */
interface Shared extends Reuse {
  readonly settings: readonly unknown[];
}

const MISSING_LIMITS = { answers: 1024, bytes: 2 * 1024 * 1024, outlines: 0 };

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
  const { settings: names } = dependence;
  const scanner = dependence.scannerFor(handler);
  let shared = memories.get(server);
  if (shared === undefined) {
    const settings = names.map((name) => (handler as Handler)[name]);
    const missing = new AnswerMemory(MISSING_LIMITS);
    shared = { memory: new AnswerMemory(), missing, scanner, settings };
    memories.set(server, shared);
  }
  if (shared.scanner !== scanner) return undefined;
  const { settings } = shared;
  const same = names.every((name, index) => isSame(settings[index], (handler as Handler)[name]));
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

/** What was found of a class all of whose own fields are known to hide no methods. */
interface Known {
  readonly dependence: Dependence;
  /** How many fields its handlers have. With more, somebody has added some. */
  readonly fields: number;
}

/** By prototype: a connection of one request should not take longer for being looked at so closely. */
const known = new WeakMap<object, Known>();

/** Prototypes of which nothing is declared. */
const undeclared = new WeakSet<object>();

/** What was declared of the class that all methods of a handler come from. */
function dependenceOf(handler: object): Dependence | undefined {
  const prototype: object = Object.getPrototypeOf(handler);
  const found = known.get(prototype);
  if (found !== undefined && found.fields === Object.keys(handler).length) return found.dependence;
  if (undeclared.has(prototype)) return undefined;
  const { declared, strangers } = findDeclared(prototype);
  if (declared === undefined) undeclared.add(prototype);
  const dependence = declared && dependences.get(declared);
  if (dependence === undefined || hasMethods(handler, declared!)) return undefined;
  // The fields of other classes may differ from one handler to the next.
  if (!strangers) known.set(prototype, { dependence, fields: Object.keys(handler).length });
  return dependence;
}

/** The first declared class, if none before it has methods, and whether others go before it. */
function findDeclared(prototype: object): { declared?: object; strangers: boolean } {
  let strangers = false;
  let current: object | null = prototype;
  for (; current !== null; current = Object.getPrototypeOf(current)) {
    if (dependences.has(current)) return { declared: current, strangers };
    if (onlookers.has(current)) continue;
    if (Object.getOwnPropertyNames(current).some((name) => name !== "constructor")) break;
    strangers = true;
  }
  return { strangers };
}

/** Whether fields of a handler hide methods of its class. */
function hasMethods(handler: object, prototype: object): boolean {
  return Object.keys(handler).some((name) => name in prototype);
}
