/**
 * Directories served with `FileHTTPRequestHandler` for the length of a test.
 *
 * @module
 */

import { FileHTTPRequestHandler, type FileHTTPRequestHandlerOptions } from "../../../mod.ts";
import { type Answer, RawClient } from "../../helpers/raw_client.ts";
import { serveWith, type TestServer } from "../../helpers/servers.ts";
import { TempDir } from "../../helpers/temp_dir.ts";

/** `FileHTTPRequestHandler` without a log, and without the memory of answers. */
export class QuietFileHandler extends FileHTTPRequestHandler {
  override logMessage(): void {}
}

/** Some files and a server. */
export class Site implements AsyncDisposable {
  readonly directory = new TempDir();
  #server: TestServer<FileHTTPRequestHandlerOptions> | undefined;
  readonly #options: FileHTTPRequestHandlerOptions;

  /**
   * @param files The files by their names; they look as if they were old
   * @param options What to serve them with
   */
  constructor(
    files: Readonly<Record<string, string | Uint8Array>> = {},
    options: FileHTTPRequestHandlerOptions = {},
  ) {
    this.#options = { directory: this.directory.path, ...options };
    for (const [name, content] of Object.entries(files)) {
      const end = name.lastIndexOf("/");
      if (end >= 0) this.directory.mkdir(name.slice(0, end));
      this.directory.writeOld(name, content);
    }
  }

  /** The server, which listens from the first time on that it is asked for. */
  get server(): TestServer<FileHTTPRequestHandlerOptions> {
    return this.#server ??= serveWith(QuietFileHandler, this.#options);
  }

  /** The port of the server. */
  get port(): number {
    return this.server.serverPort;
  }

  /**
   * Ask for something, over a connection of its own.
   *
   * @param target The request target
   * @param fields Lines of the header block
   * @param method The method
   */
  async ask(target: string, fields: readonly string[] = [], method = "GET"): Promise<Answer> {
    using client = await RawClient.connect(this.port);
    const lines = ["Host: localhost", "Connection: close", ...fields];
    return await client.request(`${method} ${target} HTTP/1.1\r\n${lines.join("\r\n")}\r\n\r\n`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#server?.[Symbol.asyncDispose]();
    this.directory[Symbol.dispose]();
  }
}
