/**
 * The command's options for {@linkcode FileHTTPRequestHandler}: one for each of its own.
 *
 * @module
 */

import {
  FILE_OPTION_NAMES,
  FILE_OPTION_RULES,
  type FileOptionName,
  isPossibleValue,
} from "../../handlers/file/options.ts";
import { spaFileOf } from "../../handlers/file/spa.ts";
import { OVERWRITE_POLICIES } from "../../handlers/file/values.ts";
import { statOrNull } from "../../handlers/disk/files.ts";
import { repr } from "../../python/repr.ts";
import type { Option } from "./option.ts";
import { parseSize } from "./parse_size.ts";
import type { Settings } from "../settings.ts";
import { UsageError } from "../usage_error.ts";

/** How an option is given, and what for. Without `parse` it is a switch, which turns it on. */
interface FileFlag extends Omit<Option, "apply"> {
  /** Makes the value of the option. `NaN` is one that it cannot have. */
  readonly parse?: (text: string | undefined, before: unknown) => unknown;
}

const FLAGS: Readonly<Record<FileOptionName, FileFlag>> = {
  cache: {
    name: "cache",
    values: ["SECONDS"],
    help: "let clients keep files for so long without asking (default: they ask each time)",
    parse: parseCount,
  },
  immutable: {
    name: "immutable",
    help: "let clients keep files with a hash in the name, such as main.3f9a1c0e.js, for a year",
  },
  compress: {
    name: "no-compress",
    help: "send files as they are, and not compressed to those who take them so",
    parse: () => false,
  },
  charset: {
    name: "charset",
    values: ["NAME"],
    help: "character set to say of text, '' for none (default: utf-8)",
    parse: (text) => text,
  },
  spa: {
    name: "spa",
    inlineValue: "FILE",
    names: "file",
    help: "answer with this file what there is no file for (default: index.html)",
    parse: (text) => text ?? true,
  },
  cleanUrls: {
    name: "clean-urls",
    help: "answer /about with about.html, and lead from /about.html to /about",
  },
  cors: {
    name: "cors",
    inlineValue: "ORIGIN",
    help:
      "let pages of this origin read the answers (default: of all); may be given more than once",
    parse: (text, before) => text === undefined ? true : [...itemsOf(before), text],
  },
  allowedHosts: {
    name: "allow-host",
    values: ["NAME"],
    help: "answer by this name, by IP addresses and localhost, and by no other: example.com, " +
      ".example.com with all names below it, or * for any; may be given more than once",
    parse: (text, before) => [...itemsOf(before), text],
  },
  coop: {
    name: "coop",
    help: "isolate pages from others, so that they may use threads of WebAssembly (COOP and COEP)",
  },
  prefix: {
    name: "prefix",
    values: ["PATH"],
    help: "serve the directory under this path (default: /)",
    parse: (text) => text,
  },
  dotfiles: {
    name: "dotfiles",
    help: "list and serve files whose names begin with a dot",
  },
  symlinks: {
    name: "symlinks",
    help: "follow symbolic links that lead out of the directory",
  },
  upload: { name: "upload", help: "let clients upload files; needs --allow-write" },
  maxUpload: {
    name: "max-upload",
    values: ["BYTES"],
    help: "the most bytes of an upload, also as 500K, 20M or 4G (default: no limit)",
    parse: (text = "") => parseSize(text),
  },
  overwrite: {
    name: "overwrite",
    values: ["POLICY"],
    choices: OVERWRITE_POLICIES,
    help: "what to do with an upload whose name is taken: error, rename or replace " +
      "(default: error)",
    parse: (text) => text,
  },
  mkdir: { name: "mkdir", help: "let clients make directories; needs --allow-write" },
  delete: {
    name: "delete",
    help: "let clients delete files, and with --upload rename and move them; needs --allow-write",
  },
  archive: { name: "archive", help: "let clients download directories as archives" },
  checksums: { name: "checksums", help: "let clients ask for SHA-256 checksums" },
};

/** The options, in the order of the help. */
export const FILE_OPTIONS: readonly Option[] = FILE_OPTION_NAMES.map((name) => {
  const { parse = (): boolean => true, ...flag } = FLAGS[name];
  return {
    ...flag,
    apply: (settings, text) => apply(settings, name, text, parse(text, settings.file[name])),
  };
});

function apply(
  settings: Settings,
  name: FileOptionName,
  text: string | undefined,
  value: unknown,
): void {
  if (!isPossibleValue(name, value)) {
    throw new UsageError(`must be ${FILE_OPTION_RULES[name].mustBe}: ${repr(text ?? "")}`);
  }
  settings.file = { ...settings.file, [name]: value };
}

function itemsOf(before: unknown): readonly unknown[] {
  return Array.isArray(before) ? before : [];
}

function parseCount(text = ""): number {
  return /^\d+$/.test(text) ? Number(text) : NaN;
}

/** Options that are of use with this other one only. */
const NEEDED: Readonly<Partial<Record<FileOptionName, FileOptionName>>> = {
  maxUpload: "upload",
  overwrite: "upload",
};

/** Options that are about more than one file. */
const FOR_DIRECTORIES: readonly FileOptionName[] = [
  "spa",
  "cleanUrls",
  "upload",
  "mkdir",
  "delete",
  "archive",
];

/**
 * Check that no option is given that would be passed over.
 *
 * @param settings The settings
 * @throws {UsageError} when one is
 */
export function checkFileFlags({ file, simple }: Settings): void {
  for (const name of Object.keys(file) as FileOptionName[]) {
    const argument = `argument --${FLAGS[name].name}`;
    if (simple) throw new UsageError(`${argument}: not allowed with argument --simple`);
    const needed = NEEDED[name];
    if (needed === undefined || file[needed] === true) continue;
    throw new UsageError(`${argument}: needs --${FLAGS[needed].name}`);
  }
}

/**
 * Check that what is served goes with the options.
 *
 * @param path The directory, or the file that is served alone; it exists
 * @param options The options
 * @returns What to warn of, if there is something
 * @throws {TypeError} when an option is about directories, and it is a file
 */
export function checkServed(path: string, options: Settings["file"]): string | undefined {
  if (!Deno.statSync(path).isDirectory) {
    const name = FOR_DIRECTORIES.find((name) => options[name] !== undefined);
    if (name === undefined) return undefined;
    throw new TypeError(
      `Cannot serve ${repr(path)} with --${FLAGS[name].name}: it is not a directory`,
    );
  }
  const page = spaFileOf(options.spa);
  if (page === undefined || statOrNull(`${path}/${page}`)?.isFile) return undefined;
  return `Warning: --spa has no effect while there is no file ${repr(page)} in the directory`;
}
