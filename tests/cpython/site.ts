/**
 * What CPython's SimpleHTTPServerTestCase sets up for each of its tests.
 *
 * @module
 */

import { QuietFileHandler } from "../helpers/quiet_handlers.ts";
import { serveWith, type TestServer } from "../helpers/servers.ts";
import { TempDir } from "../helpers/temp_dir.ts";

/** A directory with a directory `base` in it, and a server of it. */
export interface Site extends AsyncDisposable {
  /** The directory. */
  readonly directory: TempDir;
  /** The server. */
  readonly server: TestServer<{ directory: string }>;
}

/** As CPython has it: a connection for each request. */
class Handler extends QuietFileHandler {
  override protocolVersion = "HTTP/1.0";
}

/** Set up directory and server until they go out of scope: `await using site = serveSite()`. */
export function serveSite(): Site {
  const directory = new TempDir();
  directory.mkdir("base");
  const server = serveWith(Handler, { directory: directory.path });
  return {
    directory,
    server,
    async [Symbol.asyncDispose](): Promise<void> {
      await server[Symbol.asyncDispose]();
      directory[Symbol.dispose]();
    },
  };
}
