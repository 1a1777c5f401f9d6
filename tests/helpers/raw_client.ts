/**
 * A client that sends what it is told, right or wrong, and takes answers apart without any leniency.
 *
 * @module
 */

import { assert } from "@std/assert";
import { join, latin1, latin1Of, textOf } from "./bytes.ts";

/** An answer. */
export interface Answer {
  /** The version in the status line; empty when there is no head, as in HTTP/0.9. */
  readonly version: string;
  /** The status code; 0 when there is no head. */
  readonly status: number;
  /** The reason phrase. */
  readonly reason: string;
  /** The fields in order, names as sent. */
  readonly fields: readonly (readonly [name: string, value: string])[];
  /** The body. */
  readonly body: Uint8Array;
  /** The body as UTF-8 text. */
  readonly text: string;
  /** The value of the only field of a name, `undefined` without one. */
  field(name: string): string | undefined;
}

/** One connection to a server on 127.0.0.1. */
export class RawClient implements Disposable {
  readonly #connection: Deno.TcpConn;
  #rest: Uint8Array<ArrayBuffer> = new Uint8Array(0);

  private constructor(connection: Deno.TcpConn) {
    this.#connection = connection;
  }

  /** The port on this side, as the server sees it. */
  get port(): number {
    return this.#connection.localAddr.port;
  }

  /** Connect. */
  static async connect(port: number): Promise<RawClient> {
    const connection = await Deno.connect({ hostname: "127.0.0.1", port });
    connection.setNoDelay();
    return new RawClient(connection);
  }

  /** Send all of the bytes; text is ISO 8859-1. */
  async send(message: string | Uint8Array): Promise<void> {
    let rest = typeof message === "string" ? latin1(message) : message;
    while (rest.length > 0) rest = rest.subarray(await this.#connection.write(rest));
  }

  /** Say that nothing more comes. */
  async closeWrite(): Promise<void> {
    await this.#connection.closeWrite();
  }

  /** Read what comes next, up to 64 KiB; `null` at the end. */
  async read(): Promise<Uint8Array<ArrayBuffer> | null> {
    if (this.#rest.length > 0) {
      const bytes = this.#rest;
      this.#rest = new Uint8Array(0);
      return bytes;
    }
    const buffer = new Uint8Array(65536);
    const count = await this.#connection.read(buffer);
    return count === null ? null : buffer.subarray(0, count);
  }

  /** Read as many bytes, fewer at the end. */
  async readExactly(length: number): Promise<Uint8Array<ArrayBuffer>> {
    const pieces: Uint8Array[] = [];
    let left = length;
    while (left > 0) {
      const bytes = await this.read();
      if (bytes === null) break;
      pieces.push(bytes.subarray(0, left));
      this.#rest = bytes.subarray(left);
      left -= pieces.at(-1)!.length;
    }
    return join(pieces);
  }

  /** Read to the end. */
  async readToEnd(): Promise<Uint8Array<ArrayBuffer>> {
    const pieces: Uint8Array[] = [];
    for (let bytes; (bytes = await this.read()) !== null;) pieces.push(bytes);
    return join(pieces);
  }

  /** Read a head, up to and including the empty line; what there is of it at the end. */
  async readHead(): Promise<string> {
    let received = "";
    for (;;) {
      const end = received.indexOf("\r\n\r\n");
      if (end >= 0) {
        this.#rest = latin1(received.slice(end + 4));
        return received.slice(0, end + 4);
      }
      const bytes = await this.read();
      if (bytes === null) return received;
      received += latin1Of(bytes);
    }
  }

  /**
   * Read one answer of a connection that goes on.
   *
   * @param hasBody Whether there may be a body; there is none in answer to `HEAD`
   */
  async readAnswer(hasBody = true): Promise<Answer> {
    const head = parseAnswer(latin1(await this.readHead()));
    const length = head.field("content-length");
    const { status } = head;
    if (!hasBody || status < 200 || status === 204 || status === 304) return head;
    const body = length === undefined
      ? await this.readToEnd()
      : await this.readExactly(Number(length));
    return withBody(head, body);
  }

  /** Send a request and read the answer. */
  async request(message: string | Uint8Array): Promise<Answer> {
    const hasBody = typeof message === "string" ? !message.startsWith("HEAD ") : message[0] !== 72;
    await this.send(message);
    return await this.readAnswer(hasBody);
  }

  [Symbol.dispose](): void {
    this.#connection.close();
  }
}

/**
 * Take apart all that came back for one request.
 *
 * @param bytes A head and a body; a body alone where there is no status line
 */
export function parseAnswer(bytes: Uint8Array): Answer {
  const text = latin1Of(bytes.subarray(0, 65536));
  if (!text.startsWith("HTTP/")) return withBody(answerOf("", 0, "", []), bytes);
  const end = text.indexOf("\r\n\r\n");
  assert(end >= 0, `No empty line: ${text}`);
  const [statusLine, ...lines] = text.slice(0, end).split("\r\n") as [string, ...string[]];
  const [, version, status, reason] = /^(HTTP\/[0-9.]+) ([0-9]{3}) ([^\r\n]*)$/.exec(statusLine)!;
  const fields = lines.map((line) => {
    const [, name, value] = /^([!-9;-~]+): ([^\r\n]*)$/.exec(line)!;
    return [name!, value!] as const;
  });
  return withBody(answerOf(version!, Number(status), reason!, fields), bytes.subarray(end + 4));
}

function answerOf(
  version: string,
  status: number,
  reason: string,
  fields: readonly (readonly [name: string, value: string])[],
): Answer {
  const body = new Uint8Array(0);
  return {
    version,
    status,
    reason,
    fields,
    body,
    text: "",
    field(name): string | undefined {
      const values = fields.filter(([other]) => other.toLowerCase() === name.toLowerCase());
      assert(values.length < 2, `Two fields ${name}`);
      return values[0]?.[1];
    },
  };
}

function withBody(head: Answer, body: Uint8Array): Answer {
  return {
    ...head,
    body,
    get text(): string {
      return textOf(body);
    },
  };
}

/**
 * Send bytes over a fresh connection, half-close it, and read to the end.
 *
 * @param port A port of 127.0.0.1
 * @param message What to send; text is ISO 8859-1
 */
export async function exchange(
  port: number,
  message: string | Uint8Array,
): Promise<Uint8Array<ArrayBuffer>> {
  using client = await RawClient.connect(port);
  await client.send(message);
  await client.closeWrite();
  return await client.readToEnd();
}

/** What {@linkcode request} sends besides the request line. */
export interface RequestOptions {
  /** The method; `GET` when omitted. */
  readonly method?: string;
  /** The fields besides `Host`. */
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * Send a request over a fresh connection that stays open on this side, and read until the server
 * closes it.
 *
 * @param port A port of 127.0.0.1
 * @param target The request target, ISO 8859-1
 * @param options Method and fields
 */
export async function request(
  port: number,
  target: string,
  { method = "GET", headers = {} }: RequestOptions = {},
): Promise<Answer> {
  const fields = Object.entries({ Host: `127.0.0.1:${port}`, ...headers });
  const lines = fields.map(([name, value]) => `${name}: ${value}\r\n`);
  using client = await RawClient.connect(port);
  await client.send(`${method} ${target} HTTP/1.1\r\n${lines.join("")}\r\n`);
  return parseAnswer(await client.readToEnd());
}

/**
 * Ask for a target over a connection of its own.
 *
 * @param port The server's port
 * @param target The request target, sent as it is
 */
export async function get(port: number, target: string): Promise<Answer> {
  return parseAnswer(await exchange(port, `GET ${target} HTTP/1.1\r\n\r\n`));
}
