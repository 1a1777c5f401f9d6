import { assertEquals, assertMatch, assertRejects, assertThrows } from "@std/assert";
import { CertificateError, HTTPServer, serve, test, ThreadingHTTPSServer } from "../mod.ts";
import { certificate, plainKey, writePair } from "./helpers/certificates.ts";
import { QuietFileHandler, QuietHandler } from "./helpers/quiet_handlers.ts";
import { TempDir } from "./helpers/temp_dir.ts";
import { requestTls } from "./helpers/tls_client.ts";

const LOCAL = { hostname: "127.0.0.1", port: 0 };

Deno.test("serve() serves over TLS when it has cert and key", async () => {
  using directory = new TempDir();
  directory.write("a.txt", "here");
  const pair = await certificate();
  const options = { ...LOCAL, ...pair, directory: directory.path, handler: QuietFileHandler };
  await using server = serve(options);
  const answer = await requestTls({ port: server.addr.port, cert: pair.cert }, "/a.txt");
  assertEquals(answer.text, "here");
});

Deno.test("serve() tells onError of what a handler throws behind TLS", async () => {
  class Broken extends QuietHandler {
    do_GET(): void {
      throw new Error("broken");
    }
  }
  const pair = await certificate();
  const errors: unknown[] = [];
  const onError = (error: unknown): void => void errors.push(error);
  await using server = serve({ ...LOCAL, ...pair, handler: Broken, onError });
  await assertRejects(async () => {
    const { status } = await requestTls({ port: server.addr.port, cert: pair.cert }, "/");
    if (status === 0) throw new Error("No answer");
  });
  assertEquals(errors.map((error) => (error as Error).message), ["broken"]);
});

Deno.test("serve() throws when cert or key is missing", async () => {
  const { cert, key } = await certificate();
  for (const options of [{ cert }, { key }]) {
    assertThrows(
      () => serve({ ...LOCAL, ...options }),
      TypeError,
      'Cannot serve: options "cert" and "key" need each other',
    );
  }
});

Deno.test("serve() throws when cert and key cannot be used", async () => {
  const { cert } = await certificate();
  for (const options of [LOCAL, { port: 0 }]) {
    assertThrows(
      () => serve({ ...options, cert, key: plainKey("RSA") }),
      CertificateError,
      'Cannot use the certificate of "cert": the private key of "key" does not belong to it',
    );
  }
});

/** What is written to standard output meanwhile. */
async function printed(action: () => Promise<unknown>): Promise<string> {
  const { writeSync } = Deno.stdout;
  let text = "";
  Deno.stdout.writeSync = (bytes): number => {
    text += new TextDecoder().decode(bytes);
    return bytes.length;
  };
  try {
    await action();
    return text;
  } finally {
    Deno.stdout.writeSync = writeSync;
  }
}

Deno.test("test() serves over TLS when it has a certificate", async () => {
  using directory = new TempDir();
  const { certfile, keyfile } = writePair(directory, await certificate());
  const options = { bind: "127.0.0.1", port: 0, tlsCert: certfile, tlsKey: keyfile };
  for (const ServerClass of [undefined, ThreadingHTTPSServer as never]) {
    const text = await printed(() =>
      test({ ...options, ServerClass, signal: AbortSignal.abort() })
    );
    assertMatch(text, /^Serving HTTPS on 127\.0\.0\.1 port (\d+) \(https:\/\/127\.0\.0\.1:\1\/\)/);
  }
});

Deno.test("test() throws when the server's class has no TLS, and there is a certificate", async () => {
  await assertRejects(
    () => test({ ServerClass: HTTPServer, tlsCert: "cert.pem", bind: "127.0.0.1", port: 0 }),
    TypeError,
    "ServerClass must be an HTTPSServer",
  );
});
