/**
 * The command's options for those who make sites.
 *
 * @module
 */

import { isDelay, isRate, MAX_DELAY } from "../../deployment.ts";
import { repr } from "../../python/repr.ts";
import { isFileName } from "../../validation.ts";
import type { Option } from "./option.ts";
import { parseSize } from "./parse_size.ts";
import { UsageError } from "../usage_error.ts";

/** The options, in the order of the help. */
export const DEVELOPMENT_OPTIONS: readonly Option[] = [
  {
    name: "live",
    help: "reload pages in browsers when a file changes",
    apply: (settings) => settings.live = true,
  },
  {
    name: "delay",
    values: ["MS"],
    help: "wait so many milliseconds before each answer",
    apply(settings, text: string): void {
      const delay = /^\d+$/.test(text) ? Number(text) : NaN;
      if (!isDelay(delay)) {
        throw new UsageError(`must be from 0 to ${MAX_DELAY}: ${repr(text)}`);
      }
      settings.delay = delay;
    },
  },
  {
    name: "rate",
    values: ["BYTES"],
    help: "send and read no more bytes a second on each connection: 500, 100k or 2M",
    apply(settings, text: string): void {
      const rate = Math.floor(parseSize(text));
      if (!isRate(rate)) throw new UsageError(`must be a number of bytes: ${repr(text)}`);
      settings.rate = rate;
    },
  },
  {
    name: "stdin-name",
    values: ["NAME"],
    help: "what to call standard input, where the directory is - (default: stdin.txt or the like)",
    apply(settings, name: string): void {
      if (!isFileName(name)) throw new UsageError(`invalid name: ${repr(name)}`);
      settings.stdinName = name;
    },
  },
];
