/**
 * What the arguments of the command come down to.
 *
 * @module
 */

import type { FileOptions } from "../handlers/file/options.ts";
import type { LogFormat } from "../handlers/logging/formats.ts";
import { DEFAULT_LIMITS, type ServerLimits } from "../server/limits.ts";

/** The shells that options can be completed in. */
export const SHELLS: readonly Shell[] = ["bash", "zsh", "fish", "powershell"];

/** A shell that options can be completed in. */
export type Shell = "bash" | "zsh" | "fish" | "powershell";

/** The port, if it can be had and none is given. */
export const DEFAULT_PORT = 8000;

/** How long requests that are being answered may go on after an interruption, in seconds. */
export const DEFAULT_GRACE_PERIOD = 5;

/** Who may use the command. */
export interface AccessSettings {
  /** The users of the command line. */
  readonly users: string[];
  /** The file with more of them. */
  file: string | undefined;
  /** Whether anyone may read. */
  publicRead: boolean;
  /** Whether passwords may stand in the place of hashes. */
  insecurePlain: boolean;
}

/** How the command is to serve. */
export interface Settings {
  /** Whether help is asked for, and nothing else. */
  help: boolean;
  /** Whether the version is asked for, and nothing else. */
  version: boolean;
  /** The shell for which completions are asked for, and nothing else. */
  completions: Shell | undefined;
  /** Whether scripts are run. */
  cgi: boolean;
  /** Whether files are served as CPython does it. */
  simple: boolean;
  /** The options of `FileHTTPRequestHandler`. */
  file: Readonly<FileOptions>;
  /** The addresses to listen on; none for all interfaces. */
  bind: string[];
  /** The port, 0 for any that is free; {@linkcode DEFAULT_PORT} or the next free one if undefined. */
  port: number | undefined;
  /** The directory to serve, or `-` for standard input; the current one if undefined. */
  directory: string | undefined;
  /** The version of HTTP in status lines. */
  protocol: string;
  /** Fields to add to answers with status 200. */
  headers: [name: string, value: string][];
  /** The media type of files that nothing else is known of; the handler's if undefined. */
  contentType: string | undefined;
  /** The file with the chain of certificates, to serve over TLS. */
  tlsCert: string | undefined;
  /** The file with the private key; that of the certificates if undefined. */
  tlsKey: string | undefined;
  /** The file with the private key's password. */
  tlsPasswordFile: string | undefined;
  /** What is in it. */
  tlsPassword: string | undefined;
  /** Where to keep a certificate made for the purpose; `""` for where the user's data is. */
  tlsSelfSigned: string | undefined;
  /** How many event loops share the port. */
  workers: number;
  /** The addresses and networks of proxies that are trusted. */
  trustProxy: string[];
  /** The path of the page that says whether the server is alive. */
  health: string | undefined;
  /** The path of the page with figures. */
  metrics: string | undefined;
  /** Whether to open the browser. */
  open: boolean;
  /** Whether to show a QR code of the address. */
  qr: boolean;
  /** How requests are logged. */
  log: LogFormat;
  /** Who may use it. */
  access: AccessSettings;
  /** How much clients may take. */
  limits: ServerLimits;
  /** Whether pages reload when files change. */
  live: boolean;
  /** How long to wait before each answer, in milliseconds. */
  delay: number | undefined;
  /** The most bytes a second on a connection. */
  rate: number | undefined;
  /** What to call standard input. */
  stdinName: string | undefined;
}

/**
 * What holds without arguments.
 *
 * @returns Fresh settings
 */
export function defaultSettings(): Settings {
  return {
    help: false,
    version: false,
    completions: undefined,
    cgi: false,
    simple: false,
    file: {},
    bind: [],
    port: undefined,
    directory: undefined,
    protocol: "HTTP/1.1",
    headers: [],
    contentType: undefined,
    tlsCert: undefined,
    tlsKey: undefined,
    tlsPasswordFile: undefined,
    tlsPassword: undefined,
    tlsSelfSigned: undefined,
    workers: 1,
    trustProxy: [],
    health: undefined,
    metrics: undefined,
    open: false,
    qr: false,
    log: "python",
    access: { users: [], file: undefined, publicRead: false, insecurePlain: false },
    limits: { ...DEFAULT_LIMITS, gracePeriod: DEFAULT_GRACE_PERIOD },
    live: false,
    delay: undefined,
    rate: undefined,
    stdinName: undefined,
  };
}
