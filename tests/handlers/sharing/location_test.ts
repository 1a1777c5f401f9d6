/**
 * Where answers to those who write lead: never to another host, whatever the target looks like.
 *
 * @module
 */

import { assertEquals, assertMatch } from "@std/assert";
import { SharingServer } from "./sharing_server.ts";

const OWN = "http://files.example/";

/** Targets of the directory `in`, which some would take for another host. */
const DIRECTORIES = [
  "/in/",
  "//in/",
  "/\\evil.example/../in/",
  "http://evil.example/in/",
  "http://files.example//evil.example/../in/",
];

const FORM = { "Content-Type": "application/x-www-form-urlencoded" };
const UPLOAD = { "Content-Type": "multipart/form-data; boundary=b" };
const FILES =
  '--b\r\nContent-Disposition: form-data; name=f; filename="a.txt"\r\n\r\na\r\n--b--\r\n';
const TUS = {
  "Tus-Resumable": "1.0.0",
  "Upload-Length": "1",
  "Upload-Metadata": "filename YS50eHQ=",
};

type Row = [
  method: string,
  name: string,
  body: string,
  headers: Readonly<Record<string, string>>,
  status: number,
];

const ROWS: Record<string, Row> = {
  "PUT": ["PUT", "a.txt", "a", {}, 201],
  "MKCOL": ["MKCOL", "new", "", {}, 201],
  "a form that makes a directory": ["POST", "", "mkdir=new", FORM, 303],
  "a form with a file": ["POST", "", FILES, UPLOAD, 201],
  "a browser's form with a file": ["POST", "", FILES, { ...UPLOAD, Accept: "text/html" }, 303],
  "tus": ["POST", "", "", TUS, 201],
};

for (const [what, [method, name, body, headers, status]] of Object.entries(ROWS)) {
  for (const target of DIRECTORIES) {
    Deno.test(`FileHTTPRequestHandler answers ${what} to ${target} with a Location of its own`, async () => {
      await using sharing = new SharingServer();
      Deno.mkdirSync(sharing.directory.join("in"));
      const answer = await sharing.send(method, target + name, body, headers);
      assertEquals(answer.status, status);
      // As sent, the target may be another host's: a client has it behind the name of this one.
      const base = new URL(target.replace(/^https?:\/\/[^/]*/, "").slice(1) + name, OWN);
      const { host, pathname } = new URL(answer.field("Location")!, base);
      assertEquals(host, "files.example");
      assertEquals(pathname.startsWith("/in/"), true, pathname);
    });
  }
}

/** A file in what is asked for without its slash: the one field that says where it is. */
const SLASHLESS: Record<string, readonly [field: string, value: RegExp, row: Row]> = {
  "a form with a file": ["Location", /^\/in\/a\.txt$/, ["POST", "", FILES, UPLOAD, 201]],
  "a browser's form": ["Location", /^\.\/in\/$/, [
    "POST",
    "",
    FILES,
    { ...UPLOAD, Accept: "text/html" },
    303,
  ]],
  "tus": ["Location", /^\.\/in\/\?upload=/, ["POST", "", "", TUS, 201]],
  "tus with a folder": ["Location", /^\.\/in\/b\/\?upload=/, [
    "POST",
    "",
    "",
    { ...TUS, "Upload-Metadata": "relativePath Yi9hLnR4dA==" },
    201,
  ]],
  "tus with all of the file": ["Content-Location", /^\/in\/a\.txt$/, [
    "POST",
    "",
    "a",
    { ...TUS, "Content-Type": "application/offset+octet-stream" },
    201,
  ]],
};

for (const [what, [field, value, row]] of Object.entries(SLASHLESS)) {
  Deno.test(`FileHTTPRequestHandler answers ${what} for a directory without its slash with one`, async () => {
    await using sharing = new SharingServer();
    sharing.directory.mkdir("in");
    const [method, , body, headers, status] = row;
    const answer = await sharing.send(method, "/in", body, headers);
    assertEquals(answer.status, status);
    assertMatch(answer.field(field)!, value);
  });
}
