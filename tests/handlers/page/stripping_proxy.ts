/**
 * A proxy that puts a server below a path of its own, which the server does not know of.
 *
 * @module
 */

import { createServer, request } from "node:http";
import type { AddressInfo } from "node:net";

/** Hands requests on whose paths are below one, without that. */
export class StrippingProxy implements AsyncDisposable {
  readonly #server;

  /**
   * @param target The port of the server
   * @param prefix The path, with a slash at both ends
   */
  constructor(target: number, prefix: string) {
    this.#server = createServer((incoming, outgoing) => {
      const { method = "GET", headers, url = "" } = incoming;
      if (!url.startsWith(prefix)) return void outgoing.writeHead(404).end();
      const path = url.slice(prefix.length - 1);
      const options = { host: "127.0.0.1", port: target, method, headers, path };
      const onward = request(options, (answer) => {
        outgoing.writeHead(answer.statusCode!, answer.rawHeaders);
        answer.pipe(outgoing);
      });
      onward.on("error", () => outgoing.destroy());
      incoming.pipe(onward);
    });
    this.#server.listen(0, "127.0.0.1");
  }

  get serverPort(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#server.close(() => resolve());
    this.#server.closeAllConnections();
    await promise;
  }
}
