/**
 * The groups of options in the help.
 *
 * @module
 */

import { OPTIONS } from "../options.ts";
import type { Option } from "./option.ts";

/** Options that belong together. */
export interface OptionGroup {
  /** What they are about. */
  readonly title: string;
  /** The options. */
  readonly options: readonly Option[];
}

/** The titles, and the names of the options below each, in the order of the help. */
const GROUPS: readonly (readonly [title: string, names: string])[] = [
  ["options", "help version bind directory simple protocol header content-type"],
  [
    "files",
    "cache immutable no-compress charset spa clean-urls cors coop prefix dotfiles symlinks",
  ],
  ["sharing", "upload max-upload overwrite mkdir delete archive checksums"],
  ["access", "auth auth-file public-read insecure-plain allow-host"],
  ["at start", "open qr completions"],
  ["development", "live delay rate stdin-name"],
  ["operation", "log workers trust-proxy health metrics limit grace"],
  ["TLS", "tls-cert tls-key tls-password-file tls-self-signed"],
  ["CGI", "cgi"],
];

/**
 * Put options into groups.
 *
 * @param table The options
 * @returns The groups that have any; the first has also those that are in none
 */
export function optionGroups(table: readonly Option[] = OPTIONS): OptionGroup[] {
  const groups = GROUPS.map(([title, names]) => ({ title, names: names.split(" ") }));
  const grouped = new Set(groups.flatMap(({ names }) => names));
  const others = table.filter(({ name }) => !grouped.has(name)).map(({ name }) => name);
  return groups.map(({ title, names }, index) => {
    const all = index === 0 ? [...names, ...others] : names;
    const options = all.map((name) => table.find((option) => option.name === name));
    return { title, options: options.filter((option) => option !== undefined) };
  }).filter(({ options }) => options.length > 0);
}
