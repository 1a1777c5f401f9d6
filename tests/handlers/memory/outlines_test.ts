/**
 * Answers without their bodies, of which more fit into the memory.
 *
 * @module
 */

import { assertEquals, assertLess } from "@std/assert";
import { AnswerMemory, type MemoryLimits } from "../../../src/handlers/memory/answer_memory.ts";
import { currentHttpDate } from "../../../src/handlers/base/clock.ts";
import { statOrNull } from "../../../src/handlers/disk/files.ts";
import type { HeadScanner } from "../../../src/http/head_scanner.ts";
import { SIMPLE_DEPENDENCE } from "../../../src/handlers/memory/answer_dependence.ts";
import { LaterClock } from "../../helpers/later_clock.ts";
import { OpenedFiles } from "../../helpers/opened_files.ts";
import { TempDir } from "../../helpers/temp_dir.ts";

const SIZES = [0, 1, 100, 9000];

/** A memory with the answers of several files, of which two have room for their bodies. */
class FilledMemory implements Disposable {
  readonly directory = new TempDir();
  readonly memory: AnswerMemory;
  readonly #scanner = SIMPLE_DEPENDENCE.scannerFor({});
  readonly #clock = new LaterClock();

  constructor(limits: MemoryLimits = { answers: 2, bytes: 1_000_000, outlines: 10_000 }) {
    this.memory = new AnswerMemory(limits);
  }

  /** Remember the answer with a file. */
  add(name: string, size: number): void {
    const text = name.repeat(size / name.length);
    const path = this.directory.writeOld(name, text);
    const body = new TextEncoder().encode(text);
    const head = `HTTP/1.1 200 OK\r\nDate: ${currentHttpDate()}\r\n\r\n`;
    const { hash } = this.#scan(name);
    const request = { hash, key: this.#scanner.copyKey() };
    const answer = { head, body, status: 200, logged: name, closes: false };
    this.memory.remember(request, [{ path, info: statOrNull(path), isBody: true }], answer);
  }

  /** The body of the remembered answer with a file. */
  recall(name: string): string | undefined {
    const answer = this.memory.recall(this.#scan(name));
    return answer && new TextDecoder().decode(answer.bytes.subarray(answer.headSize));
  }

  #scan(name: string): HeadScanner {
    this.#scanner.scan(new TextEncoder().encode(`GET /${name} HTTP/1.1\r\n\r\n`));
    return this.#scanner;
  }

  [Symbol.dispose](): void {
    this.#clock[Symbol.dispose]();
    this.directory[Symbol.dispose]();
  }
}

Deno.test("AnswerMemory reads the bodies again that it has no room for", () => {
  using filled = new FilledMemory();
  for (let round = 0; round < 3; round++) {
    for (const size of SIZES) filled.add(`${size}`, size);
  }
  for (let round = 0; round < 9; round++) {
    using opened = new OpenedFiles();
    for (const size of SIZES) {
      assertEquals(filled.recall(`${size}`), `${size}`.repeat(size / `${size}`.length));
    }
    // There is room for two of the four.
    assertLess(1, opened.count);
  }
});

Deno.test("AnswerMemory keeps in the end what is asked for again and again", () => {
  using filled = new FilledMemory();
  for (const size of SIZES) filled.add(`${size}`, size);
  for (let round = 0; round < 20; round++) filled.recall("100");
  using opened = new OpenedFiles();
  assertEquals(filled.recall("100"), "100".repeat(33));
  assertEquals(opened.count, 0);
});

Deno.test("AnswerMemory gives up no body for another that is asked for as often", () => {
  using filled = new FilledMemory();
  for (const size of SIZES) filled.add(`${size}`, size);
  using opened = new OpenedFiles();
  for (let round = 0; round < 300; round++) {
    for (const size of SIZES) filled.recall(`${size}`);
  }
  assertEquals(opened.count, 300 * (SIZES.length - 2));
});

Deno.test("AnswerMemory gives up several bodies for a larger one only if it is asked for more often", () => {
  using filled = new FilledMemory({ answers: 100, bytes: 12_000, outlines: 10_000 });
  const small = Array.from({ length: 9 }, (_, index) => `small${index}`);
  for (const name of small) filled.add(name, 600);
  filled.add("large", 9000);
  const ask = (count: number, names: string[]): void => {
    for (let round = 0; round < count; round++) {
      for (const name of names) assertEquals(filled.recall(name)?.startsWith(name), true);
    }
  };
  ask(9, ["large", ...small]);
  {
    using opened = new OpenedFiles();
    ask(1, small);
    assertEquals(opened.count, 0);
  }
  ask(240, ["large"]);
  using opened = new OpenedFiles();
  ask(1, ["large"]);
  assertEquals(opened.count, 0);
});

Deno.test("AnswerMemory gives no answer whose file is another one than before", () => {
  using filled = new FilledMemory();
  for (const size of SIZES) filled.add(`${size}`, size);
  for (const size of SIZES) filled.directory.writeOld(`${size}`, "x".repeat(size), new Date(5e11));
  for (const size of SIZES) assertEquals(filled.recall(`${size}`), undefined);
});

Deno.test("AnswerMemory forgets the oldest outlines", () => {
  using filled = new FilledMemory();
  for (let count = 0; count < 100; count++) filled.add(`file${count}`, 50);
  const remembered = Array.from({ length: 100 }, (_, count) => filled.recall(`file${count}`));
  // The first two are there with their bodies.
  assertEquals(remembered[1], "file1".repeat(10));
  assertEquals(remembered[2], undefined);
  assertEquals(remembered[99], "file99".repeat(8));
  // Each takes more than the path and the head.
  assertLess(remembered.filter((body) => body !== undefined).length, 30);
});
