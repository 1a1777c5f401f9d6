/**
 * All parsers that are fuzzed.
 *
 * @module
 */

import { CONTENT_PARSERS } from "./content_parsers.ts";
import { FIELD_PARSERS } from "./field_parsers.ts";
import { MESSAGE_PARSERS } from "./message_parsers.ts";
import type { Parser } from "./parser.ts";
import { TARGET_PARSERS } from "./target_parsers.ts";

/** All of them. */
export const PARSERS: readonly Parser[] = [
  ...MESSAGE_PARSERS,
  ...FIELD_PARSERS,
  ...TARGET_PARSERS,
  ...CONTENT_PARSERS,
];
