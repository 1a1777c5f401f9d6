/**
 * Clients of a Unix socket that read byte by byte, and one that is as fast as can be.
 *
 * A Unix socket, since its buffers are small: those of TCP on one machine take gigabytes for as many.
 *
 * @module
 */

const [path = "", count = ""] = Deno.args;

/** The time between two bytes, in milliseconds. */
const PAUSE = 200;

const REQUEST = new TextEncoder().encode("GET /large HTTP/1.1\r\nHost: a\r\n\r\n");
const FAST = new TextEncoder().encode("GET /small HTTP/1.1\r\nHost: a\r\n\r\n");

async function connect(): Promise<Deno.UnixConn> {
  return await Deno.connect({ transport: "unix", path });
}

/** Read a byte now and then, and learn by writing that the server has closed the connection. */
async function sip(conn: Deno.UnixConn): Promise<void> {
  const byte = new Uint8Array(1);
  try {
    for (;;) {
      await conn.read(byte);
      await new Promise((resolve) => setTimeout(resolve, PAUSE));
      await conn.write(byte);
    }
  } catch {
    conn.close();
  }
}

const conns = await Promise.all(Array.from({ length: Number(count) }, connect));
await Promise.all(conns.map((conn) => conn.write(REQUEST)));
const ended = conns.map(sip);
using fast = await connect();
const buffer = new Uint8Array(4096);
let answers = 0;
for (; answers < 100; answers++) {
  await fast.write(FAST);
  const length = await fast.read(buffer) ?? 0;
  if (!new TextDecoder().decode(buffer.subarray(0, length)).endsWith("small")) break;
}
await Promise.all(ended);
// deno-lint-ignore no-console -- standard output is what the test reads
console.log(`${answers} answered, ${ended.length} dropped`);
