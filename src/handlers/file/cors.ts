/**
 * Letting pages of other origins read answers (Fetch Standard, section 3.2: the CORS protocol).
 *
 * @module
 */

import type { ConditionFields } from "../../http/conditions.ts";
import type { Fields } from "../../http/fields.ts";
import type { FileOptions } from "./options.ts";

/** The fields of an answer that scripts of other origins get to see besides those that they always do. */
const EXPOSED = "Accept-Ranges, Content-Encoding, Content-Length, Content-Range, ETag, Location";

/** How long a browser may go by the answer to a preflight, in seconds. Chromium's limit is two hours. */
const MAX_AGE = "7200";

/**
 * The fields that an answer has for other origins.
 *
 * @param request The fields of the request
 * @param cors The option
 * @returns The fields; `Vary` is not among them
 */
export function corsFields(request: ConditionFields, cors: FileOptions["cors"]): Fields {
  const origin = allowedOrigin(request, cors);
  if (origin === undefined) return [];
  return [["Access-Control-Allow-Origin", origin], ["Access-Control-Expose-Headers", EXPOSED]];
}

/**
 * The fields of the answer to a preflight: what is allowed is all that there is, and all fields that
 * the page wants to send.
 *
 * @param request The fields of the request
 * @param cors The option
 * @param methods The methods that there are
 * @returns The fields, besides those of {@linkcode corsFields}; none if it is no preflight or the
 * origin is not allowed
 */
export function preflightFields(
  request: ConditionFields,
  cors: FileOptions["cors"],
  methods: readonly string[],
): Fields {
  const isPreflight = request.getAll("access-control-request-method").length > 0;
  if (!isPreflight || allowedOrigin(request, cors) === undefined) return [];
  const wanted = request.getAll("access-control-request-headers").join(", ");
  return [
    ["Access-Control-Allow-Methods", methods.join(", ")],
    ...(wanted === "" ? [] : [["Access-Control-Allow-Headers", wanted]] as const),
    ["Access-Control-Max-Age", MAX_AGE],
  ];
}

/**
 * Whether answers differ by the origin that asks.
 *
 * @param cors The option
 * @returns Whether `Vary` has to name `Origin`
 */
export function variesByOrigin(cors: FileOptions["cors"]): boolean {
  return cors !== undefined && typeof cors !== "boolean";
}

function allowedOrigin(request: ConditionFields, cors: FileOptions["cors"]): string | undefined {
  if (cors === undefined || cors === false) return undefined;
  if (cors === true) return "*";
  const origins = typeof cors === "string" ? [cors] : cors;
  const [origin, ...others] = request.getAll("origin");
  if (origin === undefined || others.length > 0) return undefined;
  // Browsers write scheme and host in small letters, which people may not.
  return origins.some((other) => other.toLowerCase() === origin.toLowerCase()) ? origin : undefined;
}
