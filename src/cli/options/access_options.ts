/**
 * The command's options for who may use it.
 *
 * @module
 */

import type { Option } from "./option.ts";
import { UsageError } from "../usage_error.ts";

/** The options, in the order of the help. */
export const ACCESS_OPTIONS: readonly Option[] = [
  {
    name: "auth",
    values: ["USER:HASH"],
    help: "serve only to this user, who may only read if :ro follows; hash-password makes the " +
      "hash; may be given more than once",
    apply: (settings, user: string) => settings.access.users.push(user),
  },
  {
    name: "auth-file",
    values: ["PATH"],
    names: "file",
    help: "path to a file with a user in each line",
    apply(settings, path: string): void {
      if (path === "") throw new UsageError("invalid path: ''");
      settings.access.file = path;
    },
  },
  {
    name: "public-read",
    help: "ask for a password only where something is to be written",
    apply: (settings) => settings.access.publicRead = true,
  },
  {
    name: "insecure-plain",
    help: "take passwords in the place of hashes",
    apply: (settings) => settings.access.insecurePlain = true,
  },
];
