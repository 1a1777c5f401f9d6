/**
 * The status codes of HTTP, with the reason phrases and explanations that CPython sends.
 *
 * @module
 */

/**
 * A status code with its reason phrase: Python's `http.HTTPStatus`.
 *
 * The members are static properties, and comparable with `===`. As a number (`+status`) a member is
 * its code, in text it is the code in digits, as in Python.
 *
 * The phrases and descriptions are those of CPython, byte for byte: they appear on the wire, in the
 * status line and in the body of an error.
 *
 * CPython: `http.HTTPStatus`.
 *
 * @example Look at a status
 * ```ts
 * import { assert, assertEquals } from "@std/assert";
 *
 * const status = HTTPStatus.NOT_FOUND;
 * assertEquals(`${status} ${status.phrase}`, "404 Not Found");
 * assert(status.isClientError && +status === 404);
 * assertEquals(HTTPStatus.fromValue(404), status);
 * ```
 */
export class HTTPStatus {
  static readonly #members: Map<number, HTTPStatus> = new Map();

  /** The code, 100 to 599. */
  readonly value: number;
  /** The name of the static property, not of an alias. */
  readonly name: string;
  /** The reason phrase of the status line. */
  readonly phrase: string;
  /** A longer explanation, for people. */
  readonly description: string;

  private constructor(value: number, name: string, phrase: string, description: string) {
    this.value = value;
    this.name = name;
    this.phrase = phrase;
    this.description = description;
    HTTPStatus.#members.set(value, this);
  }

  /**
   * Find a member by its code.
   *
   * @param value The code
   * @returns The member, or undefined if Python knows no such status
   */
  static fromValue(value: number): HTTPStatus | undefined {
    return HTTPStatus.#members.get(value);
  }

  /**
   * Iterate over the members by ascending code, without aliases.
   *
   * @returns The iterator
   */
  static [Symbol.iterator](): IterableIterator<HTTPStatus> {
    return HTTPStatus.#members.values();
  }

  /** Whether the code is one of 1xx. */
  get isInformational(): boolean {
    return this.#isOfClass(1);
  }

  /** Whether the code is one of 2xx. */
  get isSuccess(): boolean {
    return this.#isOfClass(2);
  }

  /** Whether the code is one of 3xx. */
  get isRedirection(): boolean {
    return this.#isOfClass(3);
  }

  /** Whether the code is one of 4xx. */
  get isClientError(): boolean {
    return this.#isOfClass(4);
  }

  /** Whether the code is one of 5xx. */
  get isServerError(): boolean {
    return this.#isOfClass(5);
  }

  #isOfClass(digit: number): boolean {
    return Math.floor(this.value / 100) === digit;
  }

  /**
   * Give the code.
   *
   * @returns The number that the member is in arithmetic
   */
  valueOf(): number {
    return this.value;
  }

  /**
   * Give the code in digits, as Python's `str()` does.
   *
   * @returns For example `404`
   */
  toString(): string {
    return String(this.value);
  }

  /**
   * Name the member, as Python's `repr()` does. Deno shows it so.
   *
   * @returns For example `<HTTPStatus.NOT_FOUND: 404>`
   */
  [Symbol.for("Deno.customInspect")](): string {
    return `<HTTPStatus.${this.name}: ${this.value}>`;
  }

  /**
   * Give the code, as Python's `json` does.
   *
   * @returns The number that stands for the member in JSON
   */
  toJSON(): number {
    return this.value;
  }

  /** Continue. RFC 9110 section 15.2.1. */
  static readonly CONTINUE: HTTPStatus = new HTTPStatus(
    100,
    "CONTINUE",
    "Continue",
    "Request received, please continue",
  );
  /** Switching Protocols. RFC 9110 section 15.2.2. */
  static readonly SWITCHING_PROTOCOLS: HTTPStatus = new HTTPStatus(
    101,
    "SWITCHING_PROTOCOLS",
    "Switching Protocols",
    "Switching to new protocol; obey Upgrade header",
  );
  /** Processing. RFC 2518 section 10.1. */
  static readonly PROCESSING: HTTPStatus = new HTTPStatus(
    102,
    "PROCESSING",
    "Processing",
    "Server is processing the request",
  );
  /** Early Hints. RFC 8297 section 2. */
  static readonly EARLY_HINTS: HTTPStatus = new HTTPStatus(
    103,
    "EARLY_HINTS",
    "Early Hints",
    "Headers sent to prepare for the response",
  );
  /** OK. RFC 9110 section 15.3.1. */
  static readonly OK: HTTPStatus = new HTTPStatus(
    200,
    "OK",
    "OK",
    "Request fulfilled, document follows",
  );
  /** Created. RFC 9110 section 15.3.2. */
  static readonly CREATED: HTTPStatus = new HTTPStatus(
    201,
    "CREATED",
    "Created",
    "Document created, URL follows",
  );
  /** Accepted. RFC 9110 section 15.3.3. */
  static readonly ACCEPTED: HTTPStatus = new HTTPStatus(
    202,
    "ACCEPTED",
    "Accepted",
    "Request accepted, processing continues off-line",
  );
  /** Non-Authoritative Information. RFC 9110 section 15.3.4. */
  static readonly NON_AUTHORITATIVE_INFORMATION: HTTPStatus = new HTTPStatus(
    203,
    "NON_AUTHORITATIVE_INFORMATION",
    "Non-Authoritative Information",
    "Request fulfilled from cache",
  );
  /** No Content. RFC 9110 section 15.3.5. */
  static readonly NO_CONTENT: HTTPStatus = new HTTPStatus(
    204,
    "NO_CONTENT",
    "No Content",
    "Request fulfilled, nothing follows",
  );
  /** Reset Content. RFC 9110 section 15.3.6. */
  static readonly RESET_CONTENT: HTTPStatus = new HTTPStatus(
    205,
    "RESET_CONTENT",
    "Reset Content",
    "Clear input form for further input",
  );
  /** Partial Content. RFC 9110 section 15.3.7. */
  static readonly PARTIAL_CONTENT: HTTPStatus = new HTTPStatus(
    206,
    "PARTIAL_CONTENT",
    "Partial Content",
    "Partial content follows",
  );
  /** Multi-Status. RFC 4918 section 11.1. */
  static readonly MULTI_STATUS: HTTPStatus = new HTTPStatus(
    207,
    "MULTI_STATUS",
    "Multi-Status",
    "Response contains multiple statuses in the body",
  );
  /** Already Reported. RFC 5842 section 7.1. */
  static readonly ALREADY_REPORTED: HTTPStatus = new HTTPStatus(
    208,
    "ALREADY_REPORTED",
    "Already Reported",
    "Operation has already been reported",
  );
  /** IM Used. RFC 3229 section 10.4.1. */
  static readonly IM_USED: HTTPStatus = new HTTPStatus(
    226,
    "IM_USED",
    "IM Used",
    "Request completed using instance manipulations",
  );
  /** Multiple Choices. RFC 9110 section 15.4.1. */
  static readonly MULTIPLE_CHOICES: HTTPStatus = new HTTPStatus(
    300,
    "MULTIPLE_CHOICES",
    "Multiple Choices",
    "Object has several resources -- see URI list",
  );
  /** Moved Permanently. RFC 9110 section 15.4.2. */
  static readonly MOVED_PERMANENTLY: HTTPStatus = new HTTPStatus(
    301,
    "MOVED_PERMANENTLY",
    "Moved Permanently",
    "Object moved permanently -- see URI list",
  );
  /** Found. RFC 9110 section 15.4.3. */
  static readonly FOUND: HTTPStatus = new HTTPStatus(
    302,
    "FOUND",
    "Found",
    "Object moved temporarily -- see URI list",
  );
  /** See Other. RFC 9110 section 15.4.4. */
  static readonly SEE_OTHER: HTTPStatus = new HTTPStatus(
    303,
    "SEE_OTHER",
    "See Other",
    "Object moved -- see Method and URL list",
  );
  /** Not Modified. RFC 9110 section 15.4.5. */
  static readonly NOT_MODIFIED: HTTPStatus = new HTTPStatus(
    304,
    "NOT_MODIFIED",
    "Not Modified",
    "Document has not changed since given time",
  );
  /** Use Proxy. RFC 9110 section 15.4.6. */
  static readonly USE_PROXY: HTTPStatus = new HTTPStatus(
    305,
    "USE_PROXY",
    "Use Proxy",
    "You must use proxy specified in Location to access this resource",
  );
  /** Temporary Redirect. RFC 9110 section 15.4.8. */
  static readonly TEMPORARY_REDIRECT: HTTPStatus = new HTTPStatus(
    307,
    "TEMPORARY_REDIRECT",
    "Temporary Redirect",
    "Object moved temporarily -- see URI list",
  );
  /** Permanent Redirect. RFC 9110 section 15.4.9. */
  static readonly PERMANENT_REDIRECT: HTTPStatus = new HTTPStatus(
    308,
    "PERMANENT_REDIRECT",
    "Permanent Redirect",
    "Object moved permanently -- see URI list",
  );
  /** Bad Request. RFC 9110 section 15.5.1. */
  static readonly BAD_REQUEST: HTTPStatus = new HTTPStatus(
    400,
    "BAD_REQUEST",
    "Bad Request",
    "Bad request syntax or unsupported method",
  );
  /** Unauthorized. RFC 9110 section 15.5.2. */
  static readonly UNAUTHORIZED: HTTPStatus = new HTTPStatus(
    401,
    "UNAUTHORIZED",
    "Unauthorized",
    "No permission -- see authorization schemes",
  );
  /** Payment Required. RFC 9110 section 15.5.3. */
  static readonly PAYMENT_REQUIRED: HTTPStatus = new HTTPStatus(
    402,
    "PAYMENT_REQUIRED",
    "Payment Required",
    "No payment -- see charging schemes",
  );
  /** Forbidden. RFC 9110 section 15.5.4. */
  static readonly FORBIDDEN: HTTPStatus = new HTTPStatus(
    403,
    "FORBIDDEN",
    "Forbidden",
    "Request forbidden -- authorization will not help",
  );
  /** Not Found. RFC 9110 section 15.5.5. */
  static readonly NOT_FOUND: HTTPStatus = new HTTPStatus(
    404,
    "NOT_FOUND",
    "Not Found",
    "Nothing matches the given URI",
  );
  /** Method Not Allowed. RFC 9110 section 15.5.6. */
  static readonly METHOD_NOT_ALLOWED: HTTPStatus = new HTTPStatus(
    405,
    "METHOD_NOT_ALLOWED",
    "Method Not Allowed",
    "Specified method is invalid for this resource",
  );
  /** Not Acceptable. RFC 9110 section 15.5.7. */
  static readonly NOT_ACCEPTABLE: HTTPStatus = new HTTPStatus(
    406,
    "NOT_ACCEPTABLE",
    "Not Acceptable",
    "URI not available in preferred format",
  );
  /** Proxy Authentication Required. RFC 9110 section 15.5.8. */
  static readonly PROXY_AUTHENTICATION_REQUIRED: HTTPStatus = new HTTPStatus(
    407,
    "PROXY_AUTHENTICATION_REQUIRED",
    "Proxy Authentication Required",
    "You must authenticate with this proxy before proceeding",
  );
  /** Request Timeout. RFC 9110 section 15.5.9. */
  static readonly REQUEST_TIMEOUT: HTTPStatus = new HTTPStatus(
    408,
    "REQUEST_TIMEOUT",
    "Request Timeout",
    "Request timed out; try again later",
  );
  /** Conflict. RFC 9110 section 15.5.10. */
  static readonly CONFLICT: HTTPStatus = new HTTPStatus(
    409,
    "CONFLICT",
    "Conflict",
    "Request conflict",
  );
  /** Gone. RFC 9110 section 15.5.11. */
  static readonly GONE: HTTPStatus = new HTTPStatus(
    410,
    "GONE",
    "Gone",
    "URI no longer exists and has been permanently removed",
  );
  /** Length Required. RFC 9110 section 15.5.12. */
  static readonly LENGTH_REQUIRED: HTTPStatus = new HTTPStatus(
    411,
    "LENGTH_REQUIRED",
    "Length Required",
    "Client must specify Content-Length",
  );
  /** Precondition Failed. RFC 9110 section 15.5.13. */
  static readonly PRECONDITION_FAILED: HTTPStatus = new HTTPStatus(
    412,
    "PRECONDITION_FAILED",
    "Precondition Failed",
    "Precondition in headers is false",
  );
  /** Content Too Large. RFC 9110 section 15.5.14. */
  static readonly CONTENT_TOO_LARGE: HTTPStatus = new HTTPStatus(
    413,
    "CONTENT_TOO_LARGE",
    "Content Too Large",
    "Content is too large",
  );
  /**
   * Older name of `CONTENT_TOO_LARGE`.
   *
   * @deprecated Python keeps it for compatibility; use the newer name.
   */
  static readonly REQUEST_ENTITY_TOO_LARGE: HTTPStatus = HTTPStatus.CONTENT_TOO_LARGE;
  /** URI Too Long. RFC 9110 section 15.5.15. */
  static readonly URI_TOO_LONG: HTTPStatus = new HTTPStatus(
    414,
    "URI_TOO_LONG",
    "URI Too Long",
    "URI is too long",
  );
  /**
   * Older name of `URI_TOO_LONG`.
   *
   * @deprecated Python keeps it for compatibility; use the newer name.
   */
  static readonly REQUEST_URI_TOO_LONG: HTTPStatus = HTTPStatus.URI_TOO_LONG;
  /** Unsupported Media Type. RFC 9110 section 15.5.16. */
  static readonly UNSUPPORTED_MEDIA_TYPE: HTTPStatus = new HTTPStatus(
    415,
    "UNSUPPORTED_MEDIA_TYPE",
    "Unsupported Media Type",
    "Entity body in unsupported format",
  );
  /** Range Not Satisfiable. RFC 9110 section 15.5.17. */
  static readonly RANGE_NOT_SATISFIABLE: HTTPStatus = new HTTPStatus(
    416,
    "RANGE_NOT_SATISFIABLE",
    "Range Not Satisfiable",
    "Cannot satisfy request range",
  );
  /**
   * Older name of `RANGE_NOT_SATISFIABLE`.
   *
   * @deprecated Python keeps it for compatibility; use the newer name.
   */
  static readonly REQUESTED_RANGE_NOT_SATISFIABLE: HTTPStatus = HTTPStatus.RANGE_NOT_SATISFIABLE;
  /** Expectation Failed. RFC 9110 section 15.5.18. */
  static readonly EXPECTATION_FAILED: HTTPStatus = new HTTPStatus(
    417,
    "EXPECTATION_FAILED",
    "Expectation Failed",
    "Expect condition could not be satisfied",
  );
  /** I'm a Teapot. RFC 2324 section 2.3.2. */
  static readonly IM_A_TEAPOT: HTTPStatus = new HTTPStatus(
    418,
    "IM_A_TEAPOT",
    "I'm a Teapot",
    "Server refuses to brew coffee because it is a teapot",
  );
  /** Misdirected Request. RFC 9110 section 15.5.20. */
  static readonly MISDIRECTED_REQUEST: HTTPStatus = new HTTPStatus(
    421,
    "MISDIRECTED_REQUEST",
    "Misdirected Request",
    "Server is not able to produce a response",
  );
  /** Unprocessable Content. RFC 9110 section 15.5.21. */
  static readonly UNPROCESSABLE_CONTENT: HTTPStatus = new HTTPStatus(
    422,
    "UNPROCESSABLE_CONTENT",
    "Unprocessable Content",
    "Server is not able to process the contained instructions",
  );
  /**
   * Older name of `UNPROCESSABLE_CONTENT`.
   *
   * @deprecated Python keeps it for compatibility; use the newer name.
   */
  static readonly UNPROCESSABLE_ENTITY: HTTPStatus = HTTPStatus.UNPROCESSABLE_CONTENT;
  /** Locked. RFC 4918 section 11.3. */
  static readonly LOCKED: HTTPStatus = new HTTPStatus(
    423,
    "LOCKED",
    "Locked",
    "Resource of a method is locked",
  );
  /** Failed Dependency. RFC 4918 section 11.4. */
  static readonly FAILED_DEPENDENCY: HTTPStatus = new HTTPStatus(
    424,
    "FAILED_DEPENDENCY",
    "Failed Dependency",
    "Dependent action of the request failed",
  );
  /** Too Early. RFC 8470 section 5.2. */
  static readonly TOO_EARLY: HTTPStatus = new HTTPStatus(
    425,
    "TOO_EARLY",
    "Too Early",
    "Server refuses to process a request that might be replayed",
  );
  /** Upgrade Required. RFC 9110 section 15.5.22. */
  static readonly UPGRADE_REQUIRED: HTTPStatus = new HTTPStatus(
    426,
    "UPGRADE_REQUIRED",
    "Upgrade Required",
    "Server refuses to perform the request using the current protocol",
  );
  /** Precondition Required. RFC 6585 section 3. */
  static readonly PRECONDITION_REQUIRED: HTTPStatus = new HTTPStatus(
    428,
    "PRECONDITION_REQUIRED",
    "Precondition Required",
    "The origin server requires the request to be conditional",
  );
  /** Too Many Requests. RFC 6585 section 4. */
  static readonly TOO_MANY_REQUESTS: HTTPStatus = new HTTPStatus(
    429,
    "TOO_MANY_REQUESTS",
    "Too Many Requests",
    'The user has sent too many requests in a given amount of time ("rate limiting")',
  );
  /** Request Header Fields Too Large. RFC 6585 section 5. */
  static readonly REQUEST_HEADER_FIELDS_TOO_LARGE: HTTPStatus = new HTTPStatus(
    431,
    "REQUEST_HEADER_FIELDS_TOO_LARGE",
    "Request Header Fields Too Large",
    "The server is unwilling to process the request because its header fields are too large",
  );
  /** Unavailable For Legal Reasons. RFC 7725 section 3. */
  static readonly UNAVAILABLE_FOR_LEGAL_REASONS: HTTPStatus = new HTTPStatus(
    451,
    "UNAVAILABLE_FOR_LEGAL_REASONS",
    "Unavailable For Legal Reasons",
    "The server is denying access to the resource as a consequence of a legal demand",
  );
  /** Internal Server Error. RFC 9110 section 15.6.1. */
  static readonly INTERNAL_SERVER_ERROR: HTTPStatus = new HTTPStatus(
    500,
    "INTERNAL_SERVER_ERROR",
    "Internal Server Error",
    "Server got itself in trouble",
  );
  /** Not Implemented. RFC 9110 section 15.6.2. */
  static readonly NOT_IMPLEMENTED: HTTPStatus = new HTTPStatus(
    501,
    "NOT_IMPLEMENTED",
    "Not Implemented",
    "Server does not support this operation",
  );
  /** Bad Gateway. RFC 9110 section 15.6.3. */
  static readonly BAD_GATEWAY: HTTPStatus = new HTTPStatus(
    502,
    "BAD_GATEWAY",
    "Bad Gateway",
    "Invalid responses from another server/proxy",
  );
  /** Service Unavailable. RFC 9110 section 15.6.4. */
  static readonly SERVICE_UNAVAILABLE: HTTPStatus = new HTTPStatus(
    503,
    "SERVICE_UNAVAILABLE",
    "Service Unavailable",
    "The server cannot process the request due to a high load",
  );
  /** Gateway Timeout. RFC 9110 section 15.6.5. */
  static readonly GATEWAY_TIMEOUT: HTTPStatus = new HTTPStatus(
    504,
    "GATEWAY_TIMEOUT",
    "Gateway Timeout",
    "The gateway server did not receive a timely response",
  );
  /** HTTP Version Not Supported. RFC 9110 section 15.6.6. */
  static readonly HTTP_VERSION_NOT_SUPPORTED: HTTPStatus = new HTTPStatus(
    505,
    "HTTP_VERSION_NOT_SUPPORTED",
    "HTTP Version Not Supported",
    "Cannot fulfill request",
  );
  /** Variant Also Negotiates. RFC 2295 section 8.1. */
  static readonly VARIANT_ALSO_NEGOTIATES: HTTPStatus = new HTTPStatus(
    506,
    "VARIANT_ALSO_NEGOTIATES",
    "Variant Also Negotiates",
    "Server has an internal configuration error",
  );
  /** Insufficient Storage. RFC 4918 section 11.5. */
  static readonly INSUFFICIENT_STORAGE: HTTPStatus = new HTTPStatus(
    507,
    "INSUFFICIENT_STORAGE",
    "Insufficient Storage",
    "Server is not able to store the representation",
  );
  /** Loop Detected. RFC 5842 section 7.2. */
  static readonly LOOP_DETECTED: HTTPStatus = new HTTPStatus(
    508,
    "LOOP_DETECTED",
    "Loop Detected",
    "Server encountered an infinite loop while processing a request",
  );
  /** Not Extended. RFC 2774 section 7. */
  static readonly NOT_EXTENDED: HTTPStatus = new HTTPStatus(
    510,
    "NOT_EXTENDED",
    "Not Extended",
    "Request does not meet the resource access policy",
  );
  /** Network Authentication Required. RFC 6585 section 6. */
  static readonly NETWORK_AUTHENTICATION_REQUIRED: HTTPStatus = new HTTPStatus(
    511,
    "NETWORK_AUTHENTICATION_REQUIRED",
    "Network Authentication Required",
    "The client needs to authenticate to gain network access",
  );
}

/**
 * The reason phrase and the description of each status code.
 *
 * CPython: `http.server.BaseHTTPRequestHandler.responses`.
 *
 * @example Find a reason phrase
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(responses.get(418)?.[0], "I'm a Teapot");
 * ```
 */
export const responses: ReadonlyMap<number, readonly [phrase: string, description: string]> =
  new Map(
    Array.from(
      HTTPStatus,
      ({ value, phrase, description }) => [value, [phrase, description]],
    ),
  );
