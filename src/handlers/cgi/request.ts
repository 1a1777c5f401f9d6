/**
 * What the environment of a CGI script is made of.
 *
 * @module
 */

import type { HTTPMessage } from "../../http/message.ts";

/** A request for a script, without its body. */
export interface ScriptRequest {
  /** The request's method. */
  readonly method: string;
  /** The request target as sent. */
  readonly target: string;
  /** The version of HTTP that the variable `SERVER_PROTOCOL` names. */
  readonly protocol: string;
  /** The header fields. */
  readonly headers: HTTPMessage;
  /** The length of the body in bytes, if it is known and there is a body. */
  readonly contentLength: number | undefined;
  /** The path of the script in the URL, decoded. */
  readonly scriptName: string;
  /** The file of the script. */
  readonly scriptFile: string;
  /** What follows the script's name in the path, decoded: empty, or with a slash first. */
  readonly pathInfo: string;
  /** The file that `pathInfo` would be, were it a path of the URL. */
  readonly pathTranslated: string;
  /** What follows the question mark, as sent. */
  readonly query: string;
  /** The directory that is served. */
  readonly documentRoot: string;
  /** The software of the server. */
  readonly software: string;
  /** The server's name. */
  readonly serverName: string;
  /** The address that the client connected to. */
  readonly serverAddress: string;
  /** The port that the client connected to. */
  readonly serverPort: number;
  /** Host and port of the client. */
  readonly client: readonly [host: string, port: number];
  /** The user whose password was verified. */
  readonly user?: string | undefined;
  /** Whether the request came over TLS. */
  readonly secure: boolean;
  /** Whether the script gets to see `Authorization`. */
  readonly passAuthorization: boolean;
}

/** Variables by name. */
export type Environment = Record<string, string>;
