/**
 * The parsers of what is sent to be kept, checked or run, and what is written to the log.
 *
 * @module
 */

import { assert, assertEquals } from "@std/assert";
import { parseCredentials } from "../../src/handlers/auth/credentials.ts";
import { parseUser } from "../../src/handlers/auth/users.ts";
import { parseScriptHeaders, ScriptHeadersError } from "../../src/handlers/cgi/script_headers.ts";
import { combinedLine, commonLine, jsonLine } from "../../src/handlers/logging/access_line.ts";
import { parseDigests } from "../../src/handlers/sharing/digests.ts";
import { type FormStep, MultipartReader } from "../../src/handlers/sharing/multipart.ts";
import { RefusedError } from "../../src/handlers/sharing/refusal.ts";
import { safeName, safeRelativePath } from "../../src/handlers/sharing/safe_name.ts";
import {
  parseChecksum,
  parseCount,
  parseMetadata,
} from "../../src/handlers/sharing/tus_metadata.ts";
import { HASHES } from "../handlers/auth/users.ts";
import { latin1, latin1Of, utf8 } from "../helpers/bytes.ts";
import { type Parser, refusing } from "./parser.ts";

/** `CTL` (RFC 5234, appendix B.1). */
// deno-lint-ignore no-control-regex
const CONTROL_REGEXP = /[\0-\x1f\x7f]/;

/** All of them. */
export const CONTENT_PARSERS: readonly Parser[] = [
  {
    name: "parseScriptHeaders()",
    corpus: [
      "Content-Type: text/html\n\n",
      "Status: 404 Not here\r\nLocation: /x?y\r\n\r\n",
      "Location: http://x/\nSet-Cookie: a=b\nContent-Length: 5\n\n",
    ],
    check: (text): void => {
      const parsed = refusing(ScriptHeadersError, () => parseScriptHeaders(latin1(text)));
      if (parsed === undefined) return;
      assert(parsed.status >= 200 && parsed.status < 1000);
      for (const words of [...parsed.fields, [parsed.reason ?? ""]]) {
        for (const word of words) assert(!/[\0\r\n]/.test(word), JSON.stringify(word));
      }
    },
  },
  {
    name: "MultipartReader",
    corpus: [
      '--x\r\nContent-Disposition: form-data; name="a"\r\n\r\nvalue\r\n--x--\r\n',
      '--x\r\nContent-Disposition: form-data; name="f"; filename="../b.txt"\r\nContent-Type: text/plain\r\n\r\n' +
      "content\r\n--x\r\nContent-Disposition: form-data; name=c; filename*=UTF-8''%e2%82%ac.txt\r\n\r\n\r\n--x--",
    ],
    check: async (text): Promise<void> => {
      // What follows the form, where nobody sends anything, it may refuse.
      const bytes = latin1(text.replace(/(--x--(?:\r\n)?).*/s, "$1"));
      const whole = await formOf([bytes]);
      const pieces = Array.from(bytes, (_, index) => bytes.subarray(index, index + 1));
      const inPieces = await formOf(pieces);
      // What looks like a delimiter and is none it may refuse, or not.
      if (!/--x(?!\r\n|--)/.test(text)) assertEquals(inPieces, whole);
    },
  },
  {
    name: "safeName() and safeRelativePath()",
    corpus: [
      "notes.txt",
      "../../etc/passwd",
      "C:\\Windows\\con.txt",
      ".hidden. ",
      " .. ",
      "a/./b//c",
      "\xe9\0\r\n\x7f.tar.gz",
    ],
    check: (text): void => {
      for (const windows of [false, true]) {
        const name = refusing(RefusedError, () => safeName(text, windows));
        if (name === undefined) continue;
        assert(
          !CONTROL_REGEXP.test(name) && !/[/\\]|^\.{1,2}$/.test(name) && utf8(name).length <= 255,
          JSON.stringify(name),
        );
        assertEquals(safeName(name, windows), name, "What is safe stays as it is");
      }
      const names = refusing(RefusedError, () => safeRelativePath(text)) ?? [];
      assert(
        !names.some((name) => name === "" || name === "." || name === ".." || /[/\\]/.test(name)),
      );
    },
  },
  {
    name: "parseMetadata(), parseChecksum() and parseCount()",
    corpus: [
      "filename d29ybGQ=,is_confidential",
      "sha256 47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=",
      "0",
      "9007199254740993",
    ],
    check: (text): void => {
      refusing(RefusedError, () => parseMetadata(text));
      refusing(RefusedError, () => parseChecksum(text));
      const count = refusing(RefusedError, () => parseCount("Upload-Length", text));
      assert(count === undefined || Number.isSafeInteger(count) && count >= 0);
    },
  },
  {
    name: "parseDigests()",
    corpus: ["sha-256=:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=:, sha-512=:YQ==:", "md5=:x:"],
    check: (text): void => {
      for (const { value } of refusing(RefusedError, () => parseDigests(text)) ?? []) {
        assert(text.includes(value));
      }
    },
  },
  {
    name: "parseCredentials()",
    corpus: ["Basic YWRhOmNvcnJlY3QgaG9yc2U=", "basic  w6k6w6k=", "Basic Og==", "Bearer x"],
    check: (text): void => {
      const credentials = parseCredentials(text);
      if (credentials === undefined) return;
      assert(
        !credentials.name.includes(":") &&
          !CONTROL_REGEXP.test(credentials.name + credentials.password),
      );
    },
  },
  {
    name: "parseUser()",
    corpus: [...HASHES.map((hash) => `ada:${hash}:ro`), "ada:apple", "#x", ":"],
    check: (text): void => {
      const user = refusing(RangeError, () => parseUser(text));
      if (user !== undefined) assert(user.hash.kind !== "plain" && user.name !== "");
    },
  },
  {
    name: "commonLine(), combinedLine() and jsonLine()",
    corpus: ['GET /a?b"\\x HTTP/1.1', "\x1b[31m\xe9\r\n\0", "-"],
    check: (text): void => {
      const access = {
        time: 0,
        client: "::1",
        status: 200,
        bytes: 1,
        seconds: 0.1,
        user: text,
        error: text,
      };
      const fields = { requestline: text, host: text, referer: text, userAgent: text };
      for (const line of [commonLine, combinedLine]) {
        assert(/^[ -~]*$/.test(line({ ...access, ...fields })), "One line that shows all");
      }
      const json = jsonLine({ ...access, ...fields });
      assert(/^[ -~]*$/.test(json));
      assertEquals(JSON.parse(json).referer, text);
    },
  },
];

/** The names in a form, and what belongs to each; `undefined` if it is none. */
async function formOf(pieces: readonly Uint8Array[]): Promise<unknown> {
  const reader = await MultipartReader.begin("multipart/form-data; boundary=x");
  return refusing(RefusedError, () => {
    const steps = pieces.flatMap((piece) => reader.take(piece).map(copyOf));
    steps.push(...reader.end());
    return steps.reduce<[name: string, content: string][]>((parts, step) => {
      if (step.type === "field") parts.push([step.name, step.value]);
      else if (step.type === "file") parts.push([`${step.name}: ${step.filename}`, ""]);
      else if (step.type === "bytes") parts.at(-1)![1] += latin1Of(step.bytes);
      return parts;
    }, []);
  });
}

/** The reader may use its memory again. */
function copyOf(step: FormStep): FormStep {
  return step.type === "bytes" ? { type: "bytes", bytes: step.bytes.slice() } : step;
}
