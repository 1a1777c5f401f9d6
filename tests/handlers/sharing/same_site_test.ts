import { assertEquals } from "@std/assert";
import { HTTPMessage, serve, type ServeOptions } from "../../../mod.ts";
import { doubtfulHost, isCrossSite } from "../../../src/handlers/sharing/same_site.ts";
import { certificate } from "../../helpers/certificates.ts";
import { parseAnswer, RawClient } from "../../helpers/raw_client.ts";
import { connectTls, readToEnd, send } from "../../helpers/tls_client.ts";
import { basic, HASHES } from "../auth/users.ts";
import { head, SharingServer, WRITABLE } from "./sharing_server.ts";

/** Fields of a request to `files.example:8000`, and whether a page of another origin may have sent it. */
const REQUESTS: readonly (readonly [fields: Readonly<Record<string, string>>, cross: boolean])[] = [
  [{}, false],
  [{ "Sec-Fetch-Site": "same-origin" }, false],
  [{ "Sec-Fetch-Site": "none" }, false],
  [{ "Sec-Fetch-Site": "same-site" }, true],
  [{ "Sec-Fetch-Site": "cross-site" }, true],
  [{ "Sec-Fetch-Site": "" }, true],
  [{ "Sec-Fetch-Site": "cross-site", Origin: "http://files.example:8000" }, true],
  [{ Origin: "http://files.example:8000" }, false],
  // Behind a proxy that ends TLS.
  [{ Origin: "https://files.example:8000" }, false],
  [{ Origin: "http://files.example" }, true],
  [{ Origin: "http://files.example:8001" }, true],
  [{ Origin: "http://evil.example" }, true],
  [{ Origin: "http://files.example:8000.evil.example" }, true],
  [{ Origin: "null" }, true],
  [{ Origin: "" }, true],
  [{ Origin: "chrome-extension://files.example:8000" }, true],
];

Deno.test("isCrossSite() tells pages of other origins", () => {
  for (const [fields, cross] of REQUESTS) {
    const lines = Object.entries({ Host: "files.example:8000", ...fields });
    const headers = HTTPMessage.parse(
      `${lines.map(([name, value]) => `${name}: ${value}\r\n`).join("")}\r\n`,
    );
    assertEquals(isCrossSite(headers), cross, JSON.stringify(fields));
  }
});

Deno.test("isCrossSite() knows the ports that are left out", () => {
  const headers = HTTPMessage.parse("Host: files.example\r\nOrigin: https://files.example\r\n\r\n");
  assertEquals(isCrossSite(headers), false);
  const explicit = HTTPMessage.parse(
    "Host: files.example:443\r\nOrigin: https://files.example\r\n\r\n",
  );
  assertEquals(isCrossSite(explicit), false);
});

Deno.test("Who may not write behind a proxy is told what that has to do", async () => {
  await using sharing = new SharingServer();
  const behind = { Host: "files.example", Origin: "http://files.example:8080" };
  const told = await sharing.send("PUT", "/a.txt", "a", behind);
  assertEquals([told.status, told.text], [
    403,
    "Pages of other sites may not write here: the page is of http://files.example:8080, and Host " +
    "is files.example. A proxy in between has to hand Host on, with the port\n",
  ]);
  const { text } = await sharing.send("PUT", "/a.txt", "a", { "Sec-Fetch-Site": "cross-site" });
  assertEquals(text, "Pages of other sites may not write here\n");
  assertEquals(sharing.names(), []);
});

const ORIGIN = "http://rebound.example:8000";

/** Fields of a request to `rebound.example:8000`, and whether a page may have been made to send it here. */
const PAGES: readonly (readonly [fields: Readonly<Record<string, string>>, doubtful: boolean])[] = [
  [{ Origin: ORIGIN }, true],
  [{ Origin: "null" }, true],
  [{ Origin: ORIGIN, Host: "rebound.example.:8000" }, true],
  [{ Origin: ORIGIN, Host: "" }, true],
  // Programs.
  [{}, false],
  // Over TLS, where the certificate had to be for the name.
  [{ Origin: "https://rebound.example:8000", "Sec-Fetch-Site": "same-origin" }, false],
  // By names that lead here by right.
  [{ Origin: "http://127.0.0.1:8000", Host: "127.0.0.1:8000" }, false],
  [{ Origin: "http://[::1]:8000", Host: "[::1]:8000" }, false],
  [{ Origin: "http://localhost:8000", Host: "localhost:8000" }, false],
  [{ Origin: "http://nas", Host: "nas" }, false],
  [{ Origin: "http://nas.local", Host: "nas.local" }, false],
];

Deno.test("doubtfulHost() tells pages whose name may have been made to lead here", () => {
  for (const [fields, doubtful] of PAGES) {
    const lines = Object.entries({ Host: "rebound.example:8000", ...fields });
    const headers = HTTPMessage.parse(
      `${lines.map(([name, value]) => `${name}: ${value}\r\n`).join("")}\r\n`,
    );
    assertEquals(doubtfulHost(headers) !== undefined, doubtful, JSON.stringify(fields));
  }
});

/** What a page of a rebound name sends. */
const REBOUND = { Host: "rebound.example:8000", Origin: ORIGIN };
const TUS = { "Tus-Resumable": "1.0.0", "Upload-Length": "1", "Upload-Metadata": "filename YQ==" };
const FORM_TYPE = { "Content-Type": "application/x-www-form-urlencoded" };
const FILE_FORM =
  '--b\r\nContent-Disposition: form-data; name="f"; filename="a"\r\n\r\nx\r\n--b--\r\n';

/** Everything that writes. */
const WRITES: readonly (readonly [
  method: string,
  target: string,
  body: string,
  fields: Readonly<Record<string, string>>,
])[] = [
  ["PUT", "/a", "x", {}],
  ["POST", "/", "", TUS],
  ["POST", "/", "mkdir=a", { ...TUS, ...FORM_TYPE }],
  ["PATCH", "/?upload=00", "", TUS],
  ["DELETE", "/?upload=00", "", TUS],
  ["POST", "/?upload=00", "", { ...TUS, "X-HTTP-Method-Override": "DELETE" }],
  ["POST", "/", FILE_FORM, { "Content-Type": "multipart/form-data; boundary=b" }],
  ["POST", "/", "mkdir=a", FORM_TYPE],
  ["MKCOL", "/a", "", {}],
  ["DELETE", "/kept", "", {}],
  ["MOVE", "/kept", "", { Destination: "/a" }],
];

Deno.test("Pages of a rebound name write nothing, and are told what would let them", async () => {
  await using sharing = new SharingServer({ ...WRITABLE, archive: true });
  sharing.directory.write("kept", "");
  for (const [method, target, body, fields] of WRITES) {
    const answer = await sharing.send(method, target, body, { ...fields, ...REBOUND });
    assertEquals(answer.status, 421, `${method} ${target}`);
    assertEquals(answer.text.endsWith("with --allow-host rebound.example\n"), true, answer.text);
  }
  assertEquals(sharing.names(), ["kept"]);
  // It is a form as well, and reads.
  const fields = { ...FORM_TYPE, ...REBOUND, Connection: "close" };
  const archive = await sharing.send("POST", "/", "archive=tar", fields);
  assertEquals(archive.status, 200);
  assertEquals((await sharing.send("GET", "/kept", "", REBOUND)).status, 200);
  const { Origin: _page, ...program } = REBOUND;
  assertEquals((await sharing.send("PUT", "/a", "x", program)).status, 201);
  const proxied = { ...REBOUND, "Sec-Fetch-Site": "same-origin" };
  assertEquals((await sharing.send("PUT", "/b", "x", proxied)).status, 201);
});

Deno.test("Pages write by names that are allowed", async () => {
  for (const name of ["rebound.example", ".example", "*"]) {
    await using sharing = new SharingServer({ ...WRITABLE, allowedHosts: [name] });
    assertEquals((await sharing.send("PUT", "/a", "x", REBOUND)).status, 201, name);
  }
});

Deno.test("Pages write by any name once they have logged in, and over TLS", async () => {
  await using sharing = new SharingServer();
  const options: ServeOptions = {
    hostname: "127.0.0.1",
    port: 0,
    log: "off",
    directory: sharing.directory.path,
    upload: true,
  };
  const put = (fields: Readonly<Record<string, string>>): string =>
    `${head("PUT", "/a", { ...REBOUND, ...fields, "Content-Length": "1" })}x`;
  {
    await using server = serve({ ...options, auth: { users: [`ada:${HASHES[0]}`] } });
    using client = await RawClient.connect(server.addr.port);
    const answer = await client.request(put({ Authorization: basic("ada") }));
    assertEquals(answer.status, 201);
  }
  Deno.removeSync(sharing.directory.join("a"));
  const { cert, key } = await certificate();
  await using server = serve({ ...options, cert, key });
  const { conn } = await connectTls({ port: server.addr.port, cert });
  await send(conn, put({ Connection: "close" }));
  assertEquals(parseAnswer(await readToEnd(conn)).status, 201);
  conn.close();
});
