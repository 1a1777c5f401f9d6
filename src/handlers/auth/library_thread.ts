/**
 * What runs in the thread of {@linkcode LibraryWorker}: `hash-wasm`, which computes both hashes at the
 * speed of C, and does nothing else meanwhile.
 *
 * @module
 */

import type { Question, Reply } from "./library_worker.ts";

/** The library. Deno would download what it sees in the source before the program starts. */
const LIBRARY = "npm:hash-wasm@4.13.0";

/** bcrypt never looks at more, in bytes; the library insists. */
const BCRYPT_LENGTH = 72;

const scope = self as unknown as { postMessage(reply: Reply): void };

async function verify({ kind, hash, password }: Question): Promise<boolean> {
  const library: typeof import("npm:hash-wasm@4.13.0") = await import(LIBRARY);
  const bytes = new TextEncoder().encode(password);
  if (bytes.length === 0) return false;
  if (kind === "argon2") return await library.argon2Verify({ password: bytes, hash });
  return await library.bcryptVerify({ password: bytes.subarray(0, BCRYPT_LENGTH), hash });
}

self.addEventListener("message", async (event) => {
  const question = (event as MessageEvent<Question>).data;
  const { id } = question;
  try {
    scope.postMessage({ id, right: await verify(question) });
  } catch (error) {
    scope.postMessage({ id, error: error instanceof Error ? error.message : String(error) });
  }
});
