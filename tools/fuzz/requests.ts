/**
 * The grammar of what is sent.
 *
 * @module
 */

import { randomDate } from "./dates.ts";
import type { Random } from "./random.ts";
import type { Targets } from "./targets.ts";
import {
  BYTES,
  FORMATS,
  HEADER_LINES,
  LINE_ENDS,
  METHODS,
  SPACES,
  TEXTS,
  VERSIONS,
} from "./vocabulary.ts";

/** A request, or what became of one; a character for each byte. */
export interface Request {
  /** What our server gets. */
  readonly text: string;
  /** What CPython gets, where the same would show a known deviation. */
  readonly reference?: string;
  /** Whether it means something only as a whole, as a request with a body does. */
  readonly whole?: boolean;
}

/** A connection to make. */
export interface Plan {
  /** Which of the setups it goes to. */
  readonly setup: number;
  /** What is sent, one behind the other. */
  readonly requests: readonly Request[];
  /** How many pieces it is sent in. */
  readonly pieces: number;
  /** Whether the client goes away without reading. */
  readonly abandoned: boolean;
}

/**
 * Make the plan of a connection.
 *
 * @param setups Which setups there are, the important ones more than once
 */
export function randomPlan(random: Random, targets: Targets, setups: readonly number[]): Plan {
  const count = random.pick([1, 1, 1, 2, 2, 3, 5]);
  // A body behind a request that has lost its end would be something else, and then each side
  // is right in its own way.
  const make = random.chance(0.3) ? tidyRequest : wildRequest;
  const requests = Array.from({ length: count }, () => make(random, targets));
  // Whether the server still listens.
  if (random.chance(0.5)) requests.push({ text: "GET /last HTTP/1.0\r\n\r\n" });
  return {
    setup: random.pick(setups),
    requests,
    pieces: random.pick([1, 1, 1, 1, 2, 3, 7]),
    abandoned: random.chance(0.01),
  };
}

/** A request that ends where it seems to. */
function tidyRequest(random: Random, targets: Targets): Request {
  switch (random.below(6)) {
    case 0:
      return scriptRequest(random);
    case 3:
      return conditionalRequest(random, targets);
    case 1:
      return bodyRequest(random);
    case 2:
      return unreadBodyRequest(random, targets);
    default:
      return { text: plainRequest(random, targets, true) };
  }
}

function wildRequest(random: Random, targets: Targets): Request {
  let text = plainRequest(random, targets, random.chance(0.6));
  while (random.chance(0.25)) text = mutate(random, text);
  return { text };
}

/** A request that is well formed, or nearly so. */
function plainRequest(random: Random, targets: Targets, careful: boolean): string {
  const space = (): string => careful ? " " : random.pick(SPACES);
  const end = (): string => careful ? "\r\n" : random.pick(LINE_ENDS);
  const words = [random.pick(METHODS), targets.make(random), random.pick(VERSIONS)];
  if (random.chance(0.03)) {
    words.splice(random.below(4), random.below(2), random.pick(TEXTS.slice(0, 8)));
  }
  const line = words.slice(1).reduce((text, word) => text + space() + word, words[0] ?? "");
  // There may be 99 of them.
  const counts = random.chance(0.01) ? [98, 99, 100, 101] : [0, 0, 1, 1, 2, 3, 8];
  const headers = random.times(counts, () => headerLine(random) + end());
  const blank = random.chance(0.03) ? end() : "";
  return `${blank}${line}${end()}${headers.join("")}${careful ? "\r\n" : end()}`;
}

function headerLine(random: Random): string {
  if (random.chance(0.15)) return `If-Modified-Since: ${randomDate(random)}`;
  return random.pick(HEADER_LINES);
}

/** A request for something that exists, with a date. */
function conditionalRequest(random: Random, targets: Targets): Request {
  const line = `${random.pick(["GET", "HEAD"])} ${targets.plain(random)} HTTP/1.1\r\n`;
  return { text: `${line}If-Modified-Since: ${randomDate(random)}\r\n\r\n` };
}

/** Insert, replace, remove, repeat or cut off at some place. */
function mutate(random: Random, text: string): string {
  const at = random.below(text.length + 1);
  const size = random.pick([1, 1, 1, 2, 5, 20]);
  switch (random.below(6)) {
    case 0:
      return text.slice(0, at) + random.pick(BYTES) + text.slice(at);
    case 1:
      return text.slice(0, at) + random.pick(BYTES) + text.slice(at + 1);
    case 2:
      return text.slice(0, at) + text.slice(at + size);
    case 3:
      return text.slice(0, at) + text.slice(at, at + size).repeat(2) + text.slice(at + size);
    case 4:
      return random.chance(0.1)
        ? text.slice(0, at) + "a".repeat(65_400 + random.below(200)) + text.slice(at)
        : text;
    default:
      return random.chance(0.3) ? text.slice(0, at) : text;
  }
}

/** A request with a body that the handler reads. */
function bodyRequest(random: Random): Request {
  const body = random.times([0, 1, 5, 20, 200], () => random.pick(BYTES)).join("");
  const headers = random.times([0, 0, 1, 2], () => random.pick(HEADER_LINES.slice(0, 4)) + "\r\n");
  const length = body.length + (random.chance(0.05) ? 3 : 0);
  return {
    text: `POST /body ${random.pick(["HTTP/1.1", "HTTP/1.1", "HTTP/1.0"])}\r\n` +
      `${headers.join("")}Content-Length: ${length}\r\n\r\n${body}`,
    whole: true,
  };
}

/**
 * A request with a body that no handler reads. CPython takes such a body for the next request; ours
 * must go on as CPython does when there is none.
 */
function unreadBodyRequest(random: Random, targets: Targets): Request {
  const method = random.pick(["GET", "HEAD", "PUT", "DELETE"]);
  const line = `${method} ${targets.make(random)} ${random.pick(["HTTP/1.1", "HTTP/1.0"])}\r\n`;
  const chunks = random.times(
    [1, 2, 3],
    () => random.times([1, 3, 30], () => random.pick(BYTES)).join(""),
  );
  const head = random.chance(0.7)
    ? `${line}Content-Length: ${chunks.join("").length}\r\n\r\n`
    : `${line}Transfer-Encoding: chunked\r\n\r\n`;
  const body = head.includes("chunked")
    ? [...chunks, ""].map((chunk) => `${chunk.length.toString(16)}\r\n${chunk}\r\n`).join("")
    : chunks.join("");
  return { text: head + body, reference: head, whole: true };
}

/** A request that makes the probe handler call methods of its own. */
function scriptRequest(random: Random): Request {
  const text = (): string => random.pick(TEXTS);
  const code = (): number =>
    random.pick([100, 101, 199, 200, 204, 205, 304, 400, 404, 499, 599, 7]);
  const calls = Array.from({ length: 1 + random.below(6) }, () =>
    random.pick([
      () => ["send_response", random.pick([200, 204, 304, 404, 299, 999])],
      () => ["send_response", code(), random.pick([null, text()])],
      () => ["send_response_only", random.pick([100, 103, 200])],
      () => ["send_header", "A", text()],
      () => ["send_header", "Connection", random.pick(["close", "keep-alive", "Close", "x"])],
      () => ["send_error", code(), random.pick([null, text()]), random.pick([null, text()])],
      () => ["send_error", code()],
      () => ["flush_headers"],
      () => ["end_headers"],
      () => ["write", text()],
      () => ["log_message", "%s %r", text(), text()],
      () => ["log_message", random.pick(FORMATS), ...random.times([0, 1, 2], text)],
      () => ["log_error", random.pick(FORMATS), ...random.times([0, 1, 2], code)],
      () => ["log_request", code(), random.pick([5, "-"])],
      () => ["set", "close_connection", random.chance(0.5)],
      () => ["set", "error_message_format", random.pick(FORMATS)],
      () => ["set", "error_content_type", text()],
      () => ["set", "request_version", random.pick(["HTTP/0.9", "HTTP/1.1", "", "x"])],
      () => ["set", "default_request_version", random.pick(["HTTP/0.9", "HTTP/1.1", "", "x"])],
      () => ["set", "protocol_version", random.pick(["HTTP/1.0", "HTTP/1.1", "HTTP/3", "", "a"])],
      () => ["set", "command", random.pick(["HEAD", "GET", ""])],
      () => ["set", "requestline", text()],
      () => ["set", "server_version", text()],
      () => ["set_responses", [code(), text(), text()], [404, text(), text()]],
    ])());
  const tail = random.chance(0.8) ? [["send_header", "B", "c"], ["end_headers"]] : [];
  const script = encodeURIComponent(JSON.stringify([...calls, ...tail]));
  return {
    text: `GET /run?${script} ${random.pick(["HTTP/1.1", "HTTP/1.0", "HTTP/0.9"])}\r\n\r\n`,
  };
}
