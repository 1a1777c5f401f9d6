/**
 * What the answers of each class of handlers depend on, besides files: its settings, and fields of the
 * request.
 *
 * @module
 */

import { type FieldRoles, HeadScanner } from "../../http/head_scanner.ts";
import type { FileOptions } from "../file/options.ts";
import type { Dependence } from "./answer_reuse.ts";

const SIMPLE_SETTINGS: readonly string[] = [
  "MessageClass",
  "defaultContentType",
  "defaultRequestVersion",
  "directory",
  "errorContentType",
  "errorMessageFormat",
  "extensionsMap",
  "extraResponseHeaders",
  "indexPages",
  "protocolVersion",
  "responses",
  "serverVersion",
  "strictMediaTypes",
  "sysVersion",
];

/** Those that need more than a known answer go with a body, or make a request ambiguous. */
const SIMPLE_FIELDS: FieldRoles = {
  keyed: ["connection", "if-modified-since", "if-none-match"],
  refused: [
    "content-length",
    "content_length",
    "expect",
    "transfer-encoding",
    "transfer_encoding",
    "upgrade",
  ],
  single: ["host"],
};

const FILE_FIELDS: FieldRoles = {
  ...SIMPLE_FIELDS,
  keyed: [...SIMPLE_FIELDS.keyed, "accept", "accept-encoding", "origin"],
  refused: [
    ...SIMPLE_FIELDS.refused,
    "if-match",
    "if-range",
    "if-unmodified-since",
    "range",
  ],
};

/** Where it depends on the name whether there is an answer at all. */
const NAMED_FIELDS: FieldRoles = {
  ...FILE_FIELDS,
  keyed: [...FILE_FIELDS.keyed, "host"],
  single: [],
};

/** A scanner that is made when a handler first needs it: few programs have handlers of all classes. */
function scannerOf(roles: FieldRoles): () => HeadScanner {
  let scanner: HeadScanner | undefined;
  return () => scanner ??= new HeadScanner(roles);
}

const simpleScanner = scannerOf(SIMPLE_FIELDS);
const fileScanner = scannerOf(FILE_FIELDS);
const namedScanner = scannerOf(NAMED_FIELDS);

/** What answers of `SimpleHTTPRequestHandler` depend on. */
export const SIMPLE_DEPENDENCE: Dependence = {
  settings: SIMPLE_SETTINGS,
  scannerFor: simpleScanner,
};

/** What answers of `FileHTTPRequestHandler` depend on. */
export const FILE_DEPENDENCE: Dependence = {
  settings: [...SIMPLE_SETTINGS, "options"],
  scannerFor(handler): HeadScanner {
    const { allowedHosts } = (handler as { readonly options: FileOptions }).options;
    return allowedHosts === undefined ? fileScanner() : namedScanner();
  },
};
