/**
 * Fields about one connection, which whoever passes a message on takes out.
 *
 * @module
 */

/**
 * Their names in lower case (RFC 9110, section 7.6.1). `Trailer` is with them since trailers are not
 * passed on either.
 */
export const CONNECTION_FIELDS: ReadonlySet<string> = new Set(
  "connection keep-alive proxy-connection te trailer transfer-encoding upgrade".split(" "),
);
