/**
 * The command's options for limits.
 *
 * @module
 */

import { repr } from "../../python/repr.ts";
import { LIMIT_NAMES, limitProblem, type ServerLimits } from "../../server/limits.ts";
import type { Option } from "./option.ts";
import { parseSize } from "./parse_size.ts";
import { UsageError } from "../usage_error.ts";

/** Limits of size, which may be in KiB, MiB or GiB. */
const SIZES: readonly string[] = ["maxRequestLine", "maxHeaderBytes", "maxBodySize", "minRate"];

/** The options, in the order of the help. */
export const LIMIT_OPTIONS: readonly Option[] = [
  {
    name: "limit",
    values: ["NAME=VALUE"],
    get help(): string {
      const names = [...limitsByName().keys()].join(", ");
      return "change a limit, in seconds, bytes (also with K, M or G) or a number, none for no limit: " +
        `${names}; may be given more than once`;
    },
    apply(settings, text: string): void {
      const [, name = "", value] = /^([^=]*)(?:=(.*))?$/s.exec(text) ?? [];
      const limits = limitsByName();
      const limit = limits.get(name);
      if (limit === undefined) {
        const choices = [...limits.keys()].join(", ");
        throw new UsageError(`there is no such limit: ${repr(name)} (choose from ${choices})`);
      }
      if (value === undefined) throw new UsageError(`expected ${name}=VALUE`);
      settings.limits = { ...settings.limits, [limit]: parseLimit(limit, value) };
    },
  },
  {
    name: "grace",
    values: ["SECONDS"],
    help: "let requests that are being answered go on for so long after Ctrl-C or SIGTERM, none " +
      "for as long as they take (default: 5)",
    apply: (settings, value: string) => {
      settings.limits = { ...settings.limits, gracePeriod: parseLimit("gracePeriod", value) };
    },
  },
];

/** By the names on the command line: `idle-timeout` for `idleTimeout`. */
function limitsByName(): ReadonlyMap<string, keyof ServerLimits> {
  const names = LIMIT_NAMES.filter((name) => name !== "gracePeriod");
  return new Map(
    names.map((name) => [name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`), name]),
  );
}

function parseLimit(name: keyof ServerLimits, text: string): number {
  if (text === "none") return Infinity;
  const value = parseSize(text);
  if (Number.isNaN(value) || (/[KMG]$/i.test(text) && !SIZES.includes(name))) {
    throw new UsageError(`must be a number, or none: ${repr(text)}`);
  }
  const problem = limitProblem(name, value);
  if (problem !== undefined) throw new UsageError(`${problem}: ${repr(text)}`);
  return value;
}
