/**
 * Clients that speak TLS.
 *
 * @module
 */

import { type Answer, parseAnswer } from "./raw_client.ts";
import { join, latin1 } from "./bytes.ts";

/** How to connect. */
export interface ConnectOptions {
  /** The port of 127.0.0.1. */
  readonly port: number;
  /** The only certificate that is trusted. */
  readonly cert: string;
  /** The application protocols to offer; none when omitted. */
  readonly alpnProtocols?: string[];
}

/** Connect and wait until the handshake is over. */
export async function connectTls(
  { port, cert, alpnProtocols }: ConnectOptions,
): Promise<{ conn: Deno.TlsConn; alpnProtocol: string | null }> {
  const conn = await Deno.connectTls({
    hostname: "127.0.0.1",
    port,
    caCerts: [cert],
    ...(alpnProtocols === undefined ? {} : { alpnProtocols }),
  });
  try {
    const { alpnProtocol } = await conn.handshake();
    return { conn, alpnProtocol };
  } catch (error) {
    conn.close();
    throw error;
  }
}

/** Send all of the bytes; text is ISO 8859-1. */
export async function send(conn: Deno.Conn, message: string | Uint8Array): Promise<void> {
  let rest = typeof message === "string" ? latin1(message) : message;
  while (rest.length > 0) rest = rest.subarray(await conn.write(rest));
}

/** Read to the end. */
export async function readToEnd(conn: Deno.Conn): Promise<Uint8Array<ArrayBuffer>> {
  const pieces: Uint8Array[] = [];
  for (;;) {
    const buffer = new Uint8Array(65536);
    const count = await conn.read(buffer);
    if (count === null) return join(pieces);
    pieces.push(buffer.subarray(0, count));
  }
}

/** Send a request over a fresh connection, and read until the server closes it. */
export async function requestTls(options: ConnectOptions, target: string): Promise<Answer> {
  const { conn } = await connectTls(options);
  try {
    await send(conn, `GET ${target} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`);
    return parseAnswer(await readToEnd(conn));
  } finally {
    conn.close();
  }
}
