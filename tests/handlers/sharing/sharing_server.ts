/**
 * Servers that let their clients write, for the length of a test.
 *
 * @module
 */

import { FileHTTPRequestHandler, type FileHTTPRequestHandlerOptions } from "../../../mod.ts";
import { type Answer, RawClient } from "../../helpers/raw_client.ts";
import { serveWith, type TestServer } from "../../helpers/servers.ts";
import { TempDir } from "../../helpers/temp_dir.ts";

/** {@linkcode FileHTTPRequestHandler} without a log. */
class QuietSharingHandler extends FileHTTPRequestHandler {
  override logMessage(): void {}
}

/** All that writes. */
export const WRITABLE: FileHTTPRequestHandlerOptions = { upload: true, mkdir: true, delete: true };

/** A server, and the directory that it serves. */
export class SharingServer implements AsyncDisposable {
  readonly directory = new TempDir();
  readonly server: TestServer<FileHTTPRequestHandlerOptions>;

  constructor(options: FileHTTPRequestHandlerOptions = WRITABLE) {
    this.server = serveWith<FileHTTPRequestHandlerOptions>(QuietSharingHandler, {
      directory: this.directory.path,
      ...options,
    });
  }

  get port(): number {
    return this.server.serverPort;
  }

  get origin(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Send a request whose head is a text without its first lines, and whose length is added. */
  async send(
    method: string,
    target: string,
    body: string | Uint8Array = "",
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Answer> {
    using client = await RawClient.connect(this.port);
    await client.send(head(method, target, { "Content-Length": String(body.length), ...headers }));
    await client.send(body);
    return await client.readAnswer(method !== "HEAD");
  }

  /** The content of a file. */
  read(name: string): string {
    return Deno.readTextFileSync(this.directory.join(name));
  }

  /** All names in the directory and below, hidden ones too, in order. */
  names(directory: string = this.directory.path): string[] {
    return [...Deno.readDirSync(directory)].flatMap(({ name, isDirectory }) =>
      isDirectory
        ? [`${name}/`, ...this.names(`${directory}/${name}`).map((inner) => `${name}/${inner}`)]
        : [name]
    ).sort();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.server[Symbol.asyncDispose]();
    this.directory[Symbol.dispose]();
  }
}

/** Ask a server for a move. */
export function move(
  sharing: SharingServer,
  from: string,
  to: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  return sharing.send("MOVE", from, "", { Destination: to, ...headers });
}

/** Where the `Location` of an answer leads to from the target of the request. */
export function leadsTo(answer: Answer, target = "/"): string {
  const { pathname, search } = new URL(answer.field("Location")!, `http://127.0.0.1${target}`);
  return pathname + search;
}

/** The head of a request. */
export function head(
  method: string,
  target: string,
  headers: Readonly<Record<string, string>> = {},
): string {
  const fields = Object.entries({ Host: "127.0.0.1", ...headers });
  return `${method} ${target} HTTP/1.1\r\n${
    fields.map(([name, value]) => `${name}: ${value}\r\n`).join("")
  }\r\n`;
}
