import { assert, assertEquals, assertThrows } from "@std/assert";
import {
  BaseHTTPRequestHandler,
  CertificateError,
  HTTPSServer,
  type HTTPSServerOptions,
  ThreadingHTTPSServer,
} from "../../mod.ts";
import { areSame, noise, textOf } from "../helpers/bytes.ts";
import { certificate, plainKey, RECORDED, writePair } from "../helpers/certificates.ts";
import { QuietFileHandler } from "../helpers/quiet_handlers.ts";
import { TempDir } from "../helpers/temp_dir.ts";
import { connectTls, readToEnd, requestTls, send } from "../helpers/tls_client.ts";
import { Hello, LOCALHOST, serveHello } from "../helpers/tls_servers.ts";

/** What is told of a certificate or key that cannot be used. */
function refusal(options: HTTPSServerOptions): string {
  const make = (): void => {
    new HTTPSServer(LOCALHOST, BaseHTTPRequestHandler, options).serverClose();
  };
  return assertThrows(make, CertificateError).message;
}

Deno.test("HTTPSServer() answers one connection after the other", async () => {
  const { cert, key } = await certificate();
  await using server = new HTTPSServer(LOCALHOST, Hello, { cert, key });
  server.serveForever();
  for (const target of ["/1", "/2"]) {
    assertEquals((await requestTls({ port: server.serverPort, cert }, target)).text, "hello");
  }
});

Deno.test("HTTPSServer() has the names of CPython's", () => {
  using directory = new TempDir();
  const files = writePair(directory, { cert: "", key: "" });
  const options = { ...files, password: "secret", bindAndActivate: false };
  const server = new HTTPSServer(LOCALHOST, Hello, options);
  const { certfile, keyfile, password, alpnProtocols, socket, serverAddress } = server;
  assertEquals({ certfile, keyfile, password }, { ...files, password: "secret" });
  assertEquals(alpnProtocols, ["http/1.1"]);
  assertEquals([socket, serverAddress], [undefined, LOCALHOST]);
});

Deno.test("HTTPSServer() listens once serverBind() is called", async () => {
  const { cert, key } = await certificate();
  await using server = new HTTPSServer(LOCALHOST, Hello, { cert, key, bindAndActivate: false });
  server.serverBind();
  server.serverActivate();
  server.serveForever();
  assertEquals((await requestTls({ port: server.serverPort, cert }, "/")).status, 200);
});

Deno.test("HTTPSServer() throws when there is no certificate, or more than one", async () => {
  const { cert, key } = await certificate();
  const certfile = "cert.pem";
  for (const options of [{}, { cert }, { key }, { certfile, cert }, { certfile, cert, key }]) {
    assertThrows(
      () => new HTTPSServer(LOCALHOST, Hello, options),
      TypeError,
      'A server needs either "certfile", or "cert" and "key"',
    );
  }
});

/** What CPython's `set_alpn_protocols` takes, and what it raises an exception for. */
const PROTOCOLS: readonly (readonly [protocols: string[], isTaken: boolean])[] = [
  [["http/1.1"], true],
  [["h2", "http/1.1"], true],
  [["x".repeat(255)], true],
  [[], true],
  [[""], false],
  [["http/1.1", ""], false],
  [["x".repeat(256)], false],
  [["\xe9"], false],
];

for (const [alpnProtocols, isTaken] of PROTOCOLS) {
  const names = JSON.stringify(alpnProtocols.map((name) => name.slice(0, 10)));
  Deno.test(`HTTPSServer() ${isTaken ? "takes" : "refuses"} the protocols ${names}`, async () => {
    const { cert, key } = await certificate();
    const make = (): HTTPSServer => new HTTPSServer(LOCALHOST, Hello, { cert, key, alpnProtocols });
    if (isTaken) await make().serverClose();
    else assertThrows(make, RangeError, "it must be 1 to 255 ASCII characters");
  });
}

Deno.test("ThreadingHTTPSServer() answers requests on one connection", async () => {
  await using server = await serveHello();
  const { cert } = await certificate();
  const { conn } = await connectTls({ port: server.serverPort, cert });
  const ask = "GET / HTTP/1.1\r\nHost: a\r\n";
  await send(conn, `${ask}\r\n${ask}\r\n${ask}Connection: close\r\n\r\n`);
  const answers = textOf(await readToEnd(conn));
  conn.close();
  assertEquals(answers.match(/hello/g)?.length, 3);
  assertEquals(server.errors, []);
});

Deno.test("ThreadingHTTPSServer() sends large files whole", async () => {
  using directory = new TempDir();
  const content = noise(5_000_000);
  directory.write("large", content);
  const { cert, key } = await certificate();
  const handlerOptions = { directory: directory.path };
  await using server = new ThreadingHTTPSServer(LOCALHOST, QuietFileHandler, {
    cert,
    key,
    handlerOptions,
  });
  server.serveForever();
  const { body } = await requestTls({ port: server.serverPort, cert }, "/large");
  assert(areSame(body, content));
});

const MAY_USE = /RSA|P-\d+|Ed25519/;

for (const { form, key: name, pem: key } of RECORDED.plain) {
  const cert = RECORDED.certificates[name]!;
  if (MAY_USE.test(name)) {
    Deno.test(`HTTPSServer() takes ${form}, ${name}`, async () => {
      await new HTTPSServer(LOCALHOST, Hello, { cert, key }).serverClose();
    });
    continue;
  }
  Deno.test(`HTTPSServer() says that it does not take ${name}`, () => {
    assertEquals(
      refusal({ cert, key }),
      'Cannot use the private key of "key": it is of a kind that Deno does not take, ' +
        "other than RSA, ECDSA with P-256, P-384 or P-521, and Ed25519",
    );
  });
}

const PASSWORDS = {
  "a text": RECORDED.password,
  "bytes": new TextEncoder().encode(RECORDED.password),
  "a function that returns a text": () => RECORDED.password,
  "a function that returns bytes": () => new TextEncoder().encode(RECORDED.password),
};

for (const [kind, password] of Object.entries(PASSWORDS)) {
  Deno.test(`HTTPSServer() takes ${kind} as the password`, async () => {
    using directory = new TempDir();
    const key = RECORDED.encrypted[0]!;
    const cert = RECORDED.certificates[key.key]!;
    const files = writePair(directory, { cert, key: key.pem });
    await new HTTPSServer(LOCALHOST, Hello, { ...files, password }).serverClose();
  });
}

Deno.test("HTTPSServer() does not ask for a password that it does not need", async () => {
  using directory = new TempDir();
  const password = (): never => {
    throw new Error("asked");
  };
  const files = writePair(directory, await certificate());
  await new HTTPSServer(LOCALHOST, Hello, { ...files, password }).serverClose();
});

Deno.test("HTTPSServer() says in a sentence what is wrong with a certificate or a key", async (t) => {
  using directory = new TempDir();
  const cert = RECORDED.certificates["P-256"]!;
  const key = plainKey("P-256");
  const encrypted = RECORDED.encrypted.find((key) => key.form === "PBES2, SHA512")!.pem;
  const unknown = RECORDED.encrypted.find((key) => key.form === "PBES1, SHA1-RC2-40")!.pem;
  const damaged = (pem: string): string => pem.replace(/\n[^-][^]{8}/, "\nAAAAAAAA");
  const cut = cert.replace(/\n.*\n.*\n-----END/, "\n-----END");
  const password = RECORDED.password;
  const at = (name: string): string => `'${directory.join(name)}'`;
  const CERT = `Cannot use the certificate ${at("cert.pem")}`;
  const KEY = `Cannot use the private key in ${at("key.pem")}`;
  const cases: [cert: string, key: string, message: string, password?: string][] = [
    ["", key, `${CERT}: there is none in the file`],
    [key, cert, `${CERT}: there is none in the file`],
    ["no PEM", key, `${CERT}: there is none in the file`],
    [cut, key, `${CERT}: it is damaged`],
    [cert, "", `${KEY}: there is none in the file`],
    [cert, cert, `${KEY}: there is none in the file`],
    [
      cert,
      plainKey("RSA"),
      `${CERT}: the private key in ${at("key.pem")} does not belong to it`,
    ],
    [
      RECORDED.certificates["RSA"]!,
      key,
      `${CERT}: the private key in ${at("key.pem")} does not belong to it`,
    ],
    [
      cert,
      damaged(key),
      `${KEY}: it is damaged`,
    ],
    [cert, encrypted, `${KEY}: it is encrypted, and there is no password`],
    [cert, encrypted, `${KEY}: the password is wrong, or the key is damaged`, "wrong"],
    [cert, damaged(encrypted), `${KEY}: the password is wrong, or the key is damaged`, password],
    [
      cert,
      unknown,
      `${KEY}: it is encrypted in a way that is not known here ` +
      "(Unknown algorithm 1.2.840.113549.1.12.1.6)",
      password,
    ],
  ];
  for (const [cert, key, message, password] of cases) {
    await t.step(message.slice(message.lastIndexOf(": ") + 2), () => {
      const files = writePair(directory, { cert, key });
      assertEquals(refusal({ ...files, password }), message);
    });
  }
});

Deno.test("HTTPSServer() says in a sentence that it cannot read a file", () => {
  using directory = new TempDir();
  const certfile = directory.write("cert.pem", RECORDED.certificates["P-256"]!);
  const missing = directory.join("missing.pem");
  assertEquals(
    refusal({ certfile: missing }),
    `Cannot use the certificate '${missing}': there is no such file`,
  );
  assertEquals(
    refusal({ certfile, keyfile: missing }),
    `Cannot use the private key in '${missing}': there is no such file`,
  );
  assertEquals(
    refusal({ certfile }),
    `Cannot use the private key in '${certfile}': there is none in the file`,
  );
  assert(refusal({ certfile: directory.path }).includes("it cannot be read: "));
});
