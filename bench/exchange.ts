/** Asking a server one thing: is it up, and does it answer as a workload supposes? */
import { request } from "node:http";
import { PROBE_PATH } from "./files.ts";

/** The answer that a workload supposes. */
export interface Expectation {
  /** Status code. */
  readonly status: number;
  /** Length of the body in bytes, where it is the same for all servers. */
  readonly length?: number;
  /** Text that the body holds. */
  readonly holds?: string;
}

/** What came back. */
export interface Answer {
  /** Status code. */
  readonly status: number;
  /** Length of the body in bytes. */
  readonly length: number;
  /** The body as Latin-1 text; only its first MiB. */
  readonly text: string;
  /** Whether the server says that it closes the connection. */
  readonly saysClose: boolean;
}

/** A server that does not do what a workload is about: no failure, there is just nothing to measure. */
export class Unsupported extends Error {
  /** Name of the class. */
  override name = "Unsupported";
}

const KEPT = 1_024 * 1_024;

/** Longest time for one answer, in milliseconds. */
const ANSWER_LIMIT = 20_000;

/** Pause between two attempts to connect, in milliseconds: what start-up times are exact to. */
const RETRY_PAUSE = 1;

/**
 * Ask for one path over a connection of its own.
 *
 * @param port Port on 127.0.0.1
 * @param path Path to ask for
 * @param headers Header fields to send besides Host and Connection
 * @returns The answer
 * @throws {Error} if there is none within the time limit
 */
export function exchange(
  port: number,
  path: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>();
  const options = { host: "127.0.0.1", port, path, headers, agent: false, timeout: ANSWER_LIMIT };
  const asked = request({ ...options, headers: { ...headers, Connection: "close" } }, (answer) => {
    let [length, text] = [0, ""];
    answer.on("data", (chunk: Uint8Array) => {
      length += chunk.length;
      if (length <= KEPT) text += new TextDecoder("latin1").decode(chunk);
    });
    answer.on("end", () => {
      const saysClose = answer.headers.connection?.toLowerCase() === "close";
      resolve({ status: answer.statusCode ?? 0, length, text, saysClose });
    });
    answer.on("error", reject);
  });
  asked.on("timeout", () => asked.destroy(new Error("no answer in time")));
  asked.on("error", reject);
  asked.end();
  return promise;
}

/**
 * Compare an answer with what was supposed.
 *
 * @param answer The answer
 * @param expected What was supposed
 * @throws {Unsupported} if they differ; the message says how
 */
export function checkAnswer(answer: Answer, expected: Expectation): void {
  const { status, length, holds } = expected;
  if (answer.status !== status) {
    throw new Unsupported(`answers ${answer.status} instead of ${status}`);
  }
  if (length !== undefined && answer.length !== length) {
    throw new Unsupported(`sends ${answer.length} bytes instead of ${length}`);
  }
  if (holds !== undefined && !answer.text.includes(holds)) {
    throw new Unsupported(`sends a body without "${holds}"`);
  }
}

/**
 * Wait for the first byte that a starting server answers.
 *
 * @param port Port on 127.0.0.1
 * @param signal Ends the wait early
 * @throws {Error} if there is none within ten seconds
 */
export async function waitForFirstByte(port: number, signal: AbortSignal): Promise<void> {
  const limit = AbortSignal.any([signal, AbortSignal.timeout(10_000)]);
  while (!limit.aborted) {
    if (await readFirstByte(port, limit)) return;
    await new Promise((resolve) => setTimeout(resolve, RETRY_PAUSE));
  }
  signal.throwIfAborted();
  throw new Error("did not answer within 10 seconds of its start");
}

async function readFirstByte(port: number, limit: AbortSignal): Promise<boolean> {
  let connection: Deno.TcpConn | undefined;
  const close = (): void => connection?.close();
  try {
    connection = await Deno.connect({ hostname: "127.0.0.1", port });
    limit.addEventListener("abort", close);
    await connection.write(new TextEncoder().encode(
      `GET ${PROBE_PATH} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n`,
    ));
    return await connection.read(new Uint8Array(4_096)) !== null;
  } catch {
    return false;
  } finally {
    limit.removeEventListener("abort", close);
    if (!limit.aborted) close();
  }
}
