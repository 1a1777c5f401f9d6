/**
 * Uploads a file to a server with `--upload`, and goes on where it was cut off, as often as it takes.
 *
 *     deno run -NR --allow-write=inbox jsr:@pyport/http-server -d inbox --upload
 *     deno run --allow-net --allow-read examples/resumable_upload.ts disk.iso http://localhost:8000/
 *
 * It speaks tus 1.0.0 with nothing but `fetch`: `POST` begins an upload, `PATCH` adds to it, and after a
 * cut `HEAD` tells how far it has come.
 *
 * @module
 */

import { basename } from "@std/path";

const TUS = { "Tus-Resumable": "1.0.0" };

/** How often in a row it may fail, and how long it waits then, in milliseconds. */
const ATTEMPTS = 10;
const PAUSE = 1000;

async function begin(endpoint: string, name: string, size: number): Promise<string> {
  const answer = await fetch(endpoint, {
    method: "POST",
    headers: {
      ...TUS,
      "Upload-Length": String(size),
      "Upload-Metadata": `filename ${new TextEncoder().encode(name).toBase64()}`,
    },
  });
  if (answer.status !== 201) throw new Error((await answer.text()).trim());
  await answer.body?.cancel();
  return new URL(answer.headers.get("Location")!, endpoint).href;
}

async function offsetOf(upload: string): Promise<number> {
  const answer = await fetch(upload, { method: "HEAD", headers: TUS });
  if (!answer.ok) throw new Error(`The server has forgotten the upload: ${answer.status}`);
  return Number(answer.headers.get("Upload-Offset"));
}

async function sendFrom(path: string, offset: number, upload: string): Promise<string | null> {
  const file = await Deno.open(path);
  await file.seek(offset, Deno.SeekMode.Start);
  const answer = await fetch(upload, {
    method: "PATCH",
    headers: {
      ...TUS,
      "Content-Type": "application/offset+octet-stream",
      "Upload-Offset": String(offset),
    },
    body: file.readable,
  });
  await answer.body?.cancel();
  return answer.headers.get("Content-Location");
}

/** Upload a file. Returns where it is. */
export async function upload(path: string, endpoint: string, pause = PAUSE): Promise<string> {
  const { size } = await Deno.stat(path);
  const url = await begin(endpoint, basename(path), size);
  let offset = 0;
  for (let failures = 0; failures < ATTEMPTS;) {
    try {
      const location = await sendFrom(path, offset, url);
      if (location !== null) return new URL(location, endpoint).href;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
    const reached = await offsetOf(url).catch(() => offset);
    failures = reached > offset ? 0 : failures + 1;
    offset = reached;
  }
  throw new Error("The connection does not last");
}

if (import.meta.main) {
  const [path, endpoint] = Deno.args;
  if (path === undefined || endpoint === undefined) {
    console.error("Usage: resumable_upload.ts FILE URL");
    Deno.exit(2);
  }
  console.log(await upload(path, endpoint));
}
