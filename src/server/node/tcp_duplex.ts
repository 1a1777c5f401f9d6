/**
 * A TCP connection as a stream of Node's.
 *
 * @module
 */

import type { Duplex } from "node:stream";
import { nodeStream } from "./node_builtins.ts";

/** How much is read at a time, in bytes: a record of TLS (RFC 8446, section 5.2). */
const READ_SIZE = 16384 + 256 + 5;

/**
 * Make a stream of a connection.
 *
 * @param conn The connection, which is closed with the stream
 * @param head What has been read of it already, and comes first
 * @param onSent Called with the number of bytes each time that some have left
 * @returns The stream
 */
export function tcpDuplex(
  conn: Deno.TcpConn,
  head: Promise<Uint8Array>,
  onSent: (count: number) => void,
): Duplex {
  const { Duplex } = nodeStream();
  let reading: Promise<Uint8Array | null> | undefined = head;
  const duplex = new Duplex({
    read(): void {
      reading ??= read(conn);
      reading.then((bytes) => duplex.push(bytes), (error) => duplex.destroy(error));
      reading = undefined;
    },
    write(bytes: Uint8Array, _encoding, done): void {
      write(conn, bytes, onSent).then(() => done(), done);
    },
    final(done): void {
      // The peer may have gone.
      conn.closeWrite().then(() => done(), () => done());
    },
    destroy(error, done): void {
      closeTcp(conn);
      done(error);
    },
  });
  // Whoever reads has been told; nobody reads any more if this one comes late.
  duplex.on("error", () => {});
  return duplex;
}

/**
 * Close a connection that may have been closed already.
 *
 * @param conn The connection
 */
export function closeTcp(conn: Deno.TcpConn): void {
  try {
    conn.close();
  } catch {
    // It was.
  }
}

async function read(conn: Deno.TcpConn): Promise<Uint8Array | null> {
  const buffer = new Uint8Array(READ_SIZE);
  const count = await conn.read(buffer);
  return count === null ? null : buffer.subarray(0, count);
}

async function write(
  conn: Deno.TcpConn,
  bytes: Uint8Array,
  onSent: (count: number) => void,
): Promise<void> {
  for (let rest = bytes; rest.length > 0;) {
    const count = await conn.write(rest);
    onSent(count);
    rest = rest.subarray(count);
  }
}
