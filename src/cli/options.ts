/**
 * The table of the command's options: parser, usage line and help are made from it, so a new option
 * is one more entry here, and a field in {@linkcode Settings}.
 *
 * @module
 */

import { repr } from "../python/repr.ts";
import { isPagePath, PAGE_PATH_RULE } from "../deployment.ts";
import { LOG_FORMATS } from "../handlers/logging/formats.ts";
import { isNetwork } from "../http/networks.ts";
import { isSocketName, socketPath } from "../server/named_socket.ts";
import {
  isFieldName,
  isFieldValue,
  isFramingField,
  isPort,
  PROTOCOL_VERSIONS,
} from "../validation.ts";
import { isWorkerCount, MAX_WORKERS } from "../workers/requirements.ts";
import { ACCESS_OPTIONS } from "./options/access_options.ts";
import { DEVELOPMENT_OPTIONS } from "./options/development_options.ts";
import { FILE_OPTIONS } from "./options/file_options.ts";
import { LIMIT_OPTIONS } from "./options/limit_options.ts";
import type { Operand, Option } from "./options/option.ts";
import { SHELLS } from "./settings.ts";
import { UsageError } from "./usage_error.ts";

/** The options, in the order of the help. */
export const OPTIONS: readonly Option[] = [
  {
    name: "help",
    letter: "h",
    help: "show this help message and exit",
    apply: (settings) => settings.help = true,
  },
  {
    name: "version",
    help: "show the versions of this program and of Deno, and exit",
    apply: (settings) => settings.version = true,
  },
  {
    name: "cgi",
    help: "run as CGI server",
    apply: (settings) => settings.cgi = true,
  },
  {
    name: "simple",
    help: "serve as CPython does, to the byte",
    apply: (settings) => settings.simple = true,
  },
  {
    name: "bind",
    letter: "b",
    values: ["ADDRESS"],
    help: "bind to this address, or to unix:PATH, or to the socket fd:N that was handed over " +
      "(default: all interfaces); may be given more than once",
    apply(settings, address: string): void {
      checkAddress(address);
      if (settings.bind.includes(address)) {
        throw new UsageError(`given more than once: ${repr(address)}`);
      }
      settings.bind.push(address);
    },
  },
  {
    name: "directory",
    letter: "d",
    values: ["DIRECTORY"],
    names: "directory",
    help: "serve this directory (default: current directory)",
    apply(settings, directory: string): void {
      if (directory === "") throw new UsageError("invalid directory: ''");
      settings.directory = directory;
    },
  },
  {
    name: "protocol",
    letter: "p",
    values: ["VERSION"],
    choices: PROTOCOL_VERSIONS,
    help: "conform to this HTTP version (default: HTTP/1.1)",
    apply(settings, version: string): void {
      settings.protocol = checkChoice(PROTOCOL_VERSIONS, version);
    },
  },
  {
    name: "header",
    letter: "H",
    values: ["NAME", "VALUE"],
    help: "add this field to answers with files and listings; may be given more than once",
    apply(settings, name: string, value: string): void {
      if (!isFieldName(name)) throw new UsageError(`invalid name: ${repr(name)}`);
      if (isFramingField(name)) {
        throw new UsageError(`the server says itself where an answer ends: ${repr(name)}`);
      }
      if (!isFieldValue(value)) throw new UsageError(`invalid value: ${repr(value)}`);
      settings.headers.push([name, value]);
    },
  },
  {
    name: "content-type",
    values: ["TYPE"],
    help: "media type of files of which it is not known (default: application/octet-stream)",
    apply(settings, type: string): void {
      if (!isFieldValue(type)) throw new UsageError(`invalid value: ${repr(type)}`);
      settings.contentType = type;
    },
  },
  ...FILE_OPTIONS,
  {
    name: "workers",
    values: ["N"],
    help: "serve with N event loops, auto for one a core (default: 1); needs --unstable-net",
    apply(settings, value: string): void {
      settings.workers = parseWorkers(value);
    },
  },
  {
    name: "open",
    help: "open the browser",
    apply: (settings) => settings.open = true,
  },
  {
    name: "qr",
    help: "show a QR code of the address",
    apply: (settings) => settings.qr = true,
  },
  {
    name: "completions",
    values: ["SHELL"],
    choices: SHELLS,
    help: "print what lets this shell complete options: bash, zsh, fish or powershell; and exit",
    apply: (settings, shell: string) => settings.completions = checkChoice(SHELLS, shell),
  },
  {
    name: "log",
    values: ["FORMAT"],
    choices: LOG_FORMATS,
    help: "log requests in this format: python, common, combined, json or off (default: python)",
    apply: (settings, format: string) => settings.log = checkChoice(LOG_FORMATS, format),
  },
  {
    name: "trust-proxy",
    values: ["ADDRESS"],
    help: "believe what this proxy, or those of a network such as 10.0.0.0/8, say of the client; " +
      "may be given more than once",
    apply(settings, address: string): void {
      if (!isNetwork(address)) throw new UsageError(`invalid address: ${repr(address)}`);
      settings.trustProxy.push(address);
    },
  },
  {
    name: "health",
    values: ["PATH"],
    help: "answer requests for this path with ok",
    apply: (settings, path: string) => settings.health = checkPagePath(path, settings.metrics),
  },
  {
    name: "metrics",
    values: ["PATH"],
    help: "answer requests for this path with figures for Prometheus",
    apply: (settings, path: string) => settings.metrics = checkPagePath(path, settings.health),
  },
  ...ACCESS_OPTIONS,
  ...LIMIT_OPTIONS,
  ...DEVELOPMENT_OPTIONS,
  {
    name: "tls-cert",
    values: ["PATH"],
    names: "file",
    help: "path to the TLS certificate chain file",
    apply: (settings, path: string) => settings.tlsCert = checkPath(path),
  },
  {
    name: "tls-key",
    values: ["PATH"],
    names: "file",
    help: "path to the TLS key file (default: the certificate chain file)",
    apply: (settings, path: string) => settings.tlsKey = checkPath(path),
  },
  {
    name: "tls-password-file",
    values: ["PATH"],
    names: "file",
    help: "path to the password file for the TLS key",
    apply: (settings, path: string) => settings.tlsPasswordFile = checkPath(path),
  },
  {
    name: "tls-self-signed",
    inlineValue: "DIR",
    names: "directory",
    help: "make a TLS certificate, and keep it in this directory (default: with the user's data)",
    apply: (settings, directory = "") => settings.tlsSelfSigned = directory,
  },
];

/** The operands, each of which may be given once. */
export const OPERANDS: readonly Operand[] = [
  {
    name: "port",
    help: "bind to this port (default: 8000, or the next that is free)",
    matches: isNumber,
    apply(settings, value): void {
      const port = Number(value);
      if (!isPort(port)) throw new UsageError(`must be from 0 to 65535: ${repr(value)}`);
      settings.port = port;
    },
  },
  {
    name: "directory",
    help: "serve this directory, as with --directory",
    matches: (value) => !isNumber(value),
    apply(settings, value): void {
      if (settings.directory !== undefined) {
        throw new UsageError("not allowed with argument -d/--directory");
      }
      if (value === "") throw new UsageError("invalid directory: ''");
      settings.directory = value;
    },
  },
];

/** What the name of a host may be, the system knows. */
function checkAddress(address: string): void {
  const path = socketPath(address);
  if (address === "" || path === "" || address.startsWith("fd:") && !isSocketName(address)) {
    throw new UsageError(`invalid address: ${repr(address)}`);
  }
  if (path === undefined || path.startsWith("/")) return;
  throw new UsageError(`the path of a socket must be absolute: ${repr(address)}`);
}

function isNumber(value: string): boolean {
  return /^[-+]?\d+$/.test(value);
}

function parseWorkers(value: string): number {
  if (value === "auto") return Math.min(navigator.hardwareConcurrency, MAX_WORKERS);
  const count = isNumber(value) ? Number(value) : NaN;
  if (isWorkerCount(count)) return count;
  throw new UsageError(`must be from 1 to ${MAX_WORKERS}, or auto: ${repr(value)}`);
}

function checkPagePath(path: string, other: string | undefined): string {
  if (!isPagePath(path)) throw new UsageError(`must be ${PAGE_PATH_RULE}: ${repr(path)}`);
  if (path === other) throw new UsageError(`there is a page with this path: ${repr(path)}`);
  return path;
}

function checkChoice<Choice extends string>(choices: readonly Choice[], value: string): Choice {
  const choice = choices.find((choice) => choice === value);
  if (choice !== undefined) return choice;
  throw new UsageError(`invalid choice: ${repr(value)} (choose from ${choices.join(", ")})`);
}

function checkPath(path: string): string {
  if (path === "") throw new UsageError("invalid path: ''");
  return path;
}

/**
 * The names of an option as it is given.
 *
 * @param option The option
 * @returns e.g. `["-b", "--bind"]`
 */
export function flagsOf({ letter, name }: Option): string[] {
  return letter === undefined ? [`--${name}`] : [`-${letter}`, `--${name}`];
}
