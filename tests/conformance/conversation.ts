/**
 * Talking to a server as the recorder does.
 *
 * @module
 */

import { connectionKey } from "./journal.ts";
import { fromBytes, toBytes } from "./packing.ts";

/** Sent behind an exchange to see whether the server still listens. */
const PROBE = toBytes("GET /probe HTTP/1.0\r\n\r\n");

const DATE_REGEXP =
  /(?<=\r\nDate: )[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT(?=\r\n)/g;
const SYSTEM_REGEXP = /(?<= )(?:Python|Deno)\/\d+\.\d+\.\d+[^\s]*(?=\r\n)/g;

/** What a connection brought. */
export interface Conversation {
  /** What it goes by in a journal. */
  readonly key: string;
  /** All that came back, masked, a character for each byte. */
  readonly answer: string;
  /** Whether the other side reset the connection, which may have cost the end of the answer. */
  readonly reset: boolean;
}

/**
 * Send pieces over a fresh connection, half-close it, and read all that comes back.
 *
 * @param port A port of 127.0.0.1
 * @param pieces What to send
 */
export async function converse(
  port: number,
  pieces: readonly Uint8Array<ArrayBuffer>[],
): Promise<Conversation> {
  using connection = await Deno.connect({ hostname: "127.0.0.1", port });
  connection.setNoDelay();
  const [{ received, reset }] = await Promise.all([
    readAll(connection),
    writeAll(connection, pieces),
  ]);
  return {
    key: connectionKey(port, connection.localAddr.port),
    answer: mask(received),
    reset,
  };
}

/**
 * Find out whether a server would go on after an exchange: whether it answers another request.
 *
 * @param port A port of 127.0.0.1
 * @param pieces What to send
 * @param answer What came back without another request
 */
export async function probe(
  port: number,
  pieces: readonly Uint8Array<ArrayBuffer>[],
  answer: string,
): Promise<Conversation & { readonly closes: boolean }> {
  const last = pieces.at(-1) ?? new Uint8Array(0);
  const conversation = await converse(port, [...pieces.slice(0, -1), concat(last, PROBE)]);
  // A server that has not read all may have to reset the connection, and a long answer ends early.
  return { ...conversation, closes: answer.startsWith(conversation.answer) };
}

async function writeAll(
  connection: Deno.TcpConn,
  pieces: readonly Uint8Array<ArrayBuffer>[],
): Promise<void> {
  try {
    for (const piece of pieces) {
      for (let rest = piece; rest.length > 0;) {
        rest = rest.subarray(await connection.write(rest));
      }
    }
    await connection.closeWrite();
  } catch {
    // A server that answers early closes early: what it wrote is still there to be read.
  }
}

async function readAll(
  connection: Deno.TcpConn,
): Promise<{ received: string; reset: boolean }> {
  let received = "";
  const buffer = new Uint8Array(65536);
  try {
    for (let size; (size = await connection.read(buffer)) !== null;) {
      received += fromBytes(buffer.subarray(0, size));
    }
  } catch (error) {
    if (!(error instanceof Deno.errors.ConnectionReset)) throw error;
    return { received, reset: true };
  }
  return { received, reset: false };
}

/** Replace what differs from run to run and from system to system: the clock and the name. */
function mask(answer: string): string {
  return answer.replace(DATE_REGEXP, "<date>").replace(SYSTEM_REGEXP, "<system>");
}

function concat(first: Uint8Array, second: Uint8Array): Uint8Array<ArrayBuffer> {
  const both = new Uint8Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}
