/**
 * {@linkcode ServerLimits}: how much clients may take, of time and of everything else.
 *
 * @module
 */

/**
 * Limits of a server. Each may be `Infinity`, for none.
 *
 * @example Take short request lines only
 * ```ts
 * import { serve, type ServerLimits } from "@pyport/http-server";
 * import { assertEquals } from "@std/assert";
 *
 * const limits: Partial<ServerLimits> = { maxRequestLine: 100 };
 * await using server = serve({ hostname: "127.0.0.1", port: 0, log: "off", limits });
 * const answer = await fetch(`http://127.0.0.1:${server.addr.port}/?q=${"a".repeat(100)}`);
 * assertEquals(answer.status, 414);
 * await answer.body?.cancel();
 * ```
 */
export interface ServerLimits {
  /**
   * The longest that a TLS handshake may take, in seconds.
   *
   * @default {10}
   */
  readonly handshakeTimeout: number;
  /**
   * The longest that the head of a request may take from its first byte to its last, in seconds. Then
   * it is answered with 408.
   *
   * @default {60}
   */
  readonly headTimeout: number;
  /**
   * The longest that a handler waits for more of a request's body while less than
   * {@linkcode ServerLimits.minRate} arrives, in seconds. Then the request is answered with 408.
   *
   * @default {60}
   */
  readonly bodyTimeout: number;
  /**
   * The longest that an answer waits for a client that takes less than
   * {@linkcode ServerLimits.minRate}, in seconds. Then the connection is closed.
   *
   * @default {120}
   */
  readonly writeTimeout: number;
  /**
   * The longest that a connection stays open without a request, in seconds: proxies keep theirs for 60 to
   * 120, and should be the first to close them.
   *
   * @default {180}
   */
  readonly idleTimeout: number;
  /**
   * The longest that the handler of a request takes while nothing of its answer leaves and nothing
   * is waited for from the client, in seconds. Then the request is answered with 503, or, if its
   * answer has begun, the connection is closed; what the handler still does is lost.
   *
   * @default {Infinity}
   */
  readonly handlerTimeout: number;
  /**
   * What counts as progress of a body or an answer, in bytes a second, on average over `bodyTimeout` or
   * `writeTimeout`. With 0, a single byte does.
   *
   * @default {100}
   */
  readonly minRate: number;
  /**
   * The most connections at once. For one more, that is closed which has waited for a request the longest;
   * if none waits, the new one is answered with 503.
   *
   * @default {10000}
   */
  readonly maxConnections: number;
  /**
   * The most connections at once from one address, which may be that of a proxy. The IPv6 addresses of
   * one network of 64 bits, which a single client has, count as one.
   *
   * @default {Infinity}
   */
  readonly maxConnectionsPerAddress: number;
  /**
   * The most requests over one connection. The answer to the last has `Connection: close`.
   *
   * @default {Infinity}
   */
  readonly maxRequestsPerConnection: number;
  /**
   * The longest request line in bytes, its line end included, and with it the longest URI. A longer one is
   * answered with 414.
   *
   * @default {65536} as in CPython
   */
  readonly maxRequestLine: number;
  /**
   * The most lines of a header block, the empty one at its end included. More are answered with 431, and
   * so is a line of more than 65,536 bytes.
   *
   * @default {100} as in CPython
   */
  readonly maxHeaderLines: number;
  /**
   * The longest header block in bytes. A longer one is answered with 431.
   *
   * @default {262144}
   */
  readonly maxHeaderBytes: number;
  /**
   * The longest body of a request in bytes. A longer one is answered with 413: at once if its length is
   * announced, or when so much has been read.
   *
   * @default {Infinity}
   */
  readonly maxBodySize: number;
  /**
   * How long a shutdown waits for requests that are being answered, in seconds. Then their connections are
   * closed.
   *
   * @default {Infinity}; 5 for the command
   */
  readonly gracePeriod: number;
}

/** The limits of CPython, which those server classes have that nothing else is asked of. */
export const PYTHON_LIMITS: ServerLimits = {
  handshakeTimeout: 10,
  headTimeout: Infinity,
  bodyTimeout: Infinity,
  writeTimeout: Infinity,
  idleTimeout: Infinity,
  handlerTimeout: Infinity,
  minRate: 100,
  maxConnections: Infinity,
  maxConnectionsPerAddress: Infinity,
  maxRequestsPerConnection: Infinity,
  maxRequestLine: 65536,
  maxHeaderLines: 100,
  maxHeaderBytes: Infinity,
  maxBodySize: Infinity,
  gracePeriod: Infinity,
};

/**
 * The limits of
 * `serve()` and of the command. To give them to a server class, pass them as its option `limits`.
 *
 * @example A server with limits
 * ```ts
 * import { DEFAULT_LIMITS, SimpleHTTPRequestHandler, ThreadingHTTPServer } from "@pyport/http-server";
 * import { assertEquals } from "@std/assert";
 *
 * await using server = new ThreadingHTTPServer(["127.0.0.1", 0], SimpleHTTPRequestHandler, {
 *   limits: { ...DEFAULT_LIMITS, maxConnectionsPerAddress: 50 },
 * });
 * assertEquals(server.limits.headTimeout, 60);
 * ```
 */
export const DEFAULT_LIMITS: ServerLimits = {
  ...PYTHON_LIMITS,
  headTimeout: 60,
  bodyTimeout: 60,
  writeTimeout: 120,
  idleTimeout: 180,
  maxConnections: 10_000,
  maxHeaderBytes: 262_144,
};

/** The names of the limits. */
export const LIMIT_NAMES: readonly (keyof ServerLimits)[] = Object.keys(
  PYTHON_LIMITS,
) as (keyof ServerLimits)[];

/** Those of which 0 makes sense. */
const MAY_BE_ZERO: readonly string[] = ["minRate", "maxBodySize", "gracePeriod"];

/**
 * Complete limits.
 *
 * @param given Some limits
 * @param otherwise Those that hold for the rest
 * @returns All of them
 * @throws {TypeError} when there is no limit of a name, or one is no number
 * @throws {RangeError} when one is out of range
 */
export function completeLimits(
  given: Partial<ServerLimits> = {},
  otherwise: ServerLimits = PYTHON_LIMITS,
): ServerLimits {
  const entries = Object.entries(given).filter(([, value]) => value !== undefined);
  for (const [name, value] of entries) {
    if (!Object.hasOwn(PYTHON_LIMITS, name)) throw new TypeError(`There is no limit "${name}"`);
    if (typeof value !== "number") throw new TypeError(`Limit "${name}" must be a number`);
    const problem = limitProblem(name, value);
    if (problem !== undefined) throw new RangeError(`Limit "${name}" ${problem}: ${value}`);
  }
  return entries.length === 0 ? otherwise : { ...otherwise, ...Object.fromEntries(entries) };
}

/**
 * What is wrong with the value of a limit.
 *
 * @param name The name of the limit
 * @param value The value
 * @returns What it must be; `undefined` if it is
 */
export function limitProblem(name: string, value: number): string | undefined {
  const isCount = name.startsWith("max");
  if (isCount && value !== Infinity && !Number.isInteger(value)) return "must be an integer";
  if (MAY_BE_ZERO.includes(name)) return value >= 0 ? undefined : "must be 0 or more";
  return value > 0 ? undefined : "must be more than 0";
}

/**
 * How long heads may be that are recognised without being parsed: those would not be that are against a
 * limit.
 *
 * @param limits The limits
 * @returns The longest in bytes; 0 for none
 */
export function recognizableSize(
  { maxRequestLine, maxHeaderLines, maxHeaderBytes }: ServerLimits,
): number {
  // What recognises heads leaves those with more fields than this to the exact parser.
  return maxHeaderLines > 65 ? Math.min(maxRequestLine, maxHeaderBytes) : 0;
}
