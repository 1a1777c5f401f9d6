/**
 * How the requests of a connection follow each other, in two forms: as async functions, each of which
 * a subclass may override, and as a loop of callbacks for handlers that leave them all as they are.
 *
 * @module
 */

import { awaitMore, becomeIdle } from "./arrival.ts";
import type {
  Address,
  NoteEnd,
  StreamRequestHandler,
} from "../../server/stream_request_handler.ts";

/** What handles requests. */
interface Handler extends StreamRequestHandler {
  requestline: string;
  requestVersion: string;
  command: string | null;
  closeConnection: boolean;
  handleOneRequest(): Promise<void>;
}

/** What a handler does in turn. It waits between these steps, or where they return a promise. */
export interface RequestSteps<Of extends Handler> {
  /** Make ready for requests. */
  open(handler: Of): void;
  /** Make ready for a request. */
  begin(handler: Of): void;
  /** Read and answer it. */
  answer(handler: Of): void | Promise<void>;
  /** Make ready for the next one, if there may be one. */
  end(handler: Of): void | Promise<void>;
  /** Whether a request was begun and not ended. */
  isBegun(handler: Of): boolean;
  /** Deal with what a request was given up for, or throw it. */
  fail(handler: Of, error: unknown): void;
  /** Deal with what all requests were given up for, or throw it. */
  refuse(handler: Of, error: unknown): void;
  /** Note in which state the connection is left. */
  close(handler: Of): void;
}

/**
 * Handles a connection as `run` does with the methods that are here. An idle connection waits with two
 * callbacks and nothing else, where four async functions would take half a KiB each.
 */
export class RequestLoop<Of extends Handler> {
  readonly #handler: Of;
  readonly #steps: RequestSteps<Of>;
  readonly #noteEnd: NoteEnd;
  /** The address of the peer. That of the handler may become another one, behind a proxy. */
  readonly #clientAddress: Address;
  /** Whether it is the loop that waits for bytes. */
  #filling = false;
  /** Called when there are bytes, or when an answer has left. */
  readonly #done = (count: number | null | void): void => {
    try {
      if (this.#filling) this.#noteFilled(count ?? null);
      else this.#end();
    } catch (error) {
      this.#fail(error);
    }
  };
  readonly #failed = (error: unknown): void => {
    if (this.#filling) this.#attempt(() => this.#noteUnfilled(error));
    else this.#fail(error);
  };

  /**
   * @param handler The handler
   * @param steps Its steps
   * @param noteEnd Called once
   */
  constructor(handler: Of, steps: RequestSteps<Of>, noteEnd: NoteEnd) {
    this.#handler = handler;
    this.#steps = steps;
    this.#noteEnd = noteEnd;
    this.#clientAddress = handler.clientAddress;
  }

  /**
   * Begin.
   *
   * @throws What `setup` throws
   */
  start(): void {
    const ready = this.#handler.setup();
    if (ready === undefined) return this.#attempt(this.#open);
    ready.then(
      () => this.#attempt(this.#open),
      (error) => this.#settle(Promise.reject(error)),
    );
  }

  #open(): void {
    this.#steps.open(this.#handler);
    this.#next();
  }

  #next(): void {
    this.#steps.begin(this.#handler);
    if (!becomeIdle(this.#handler)) return this.#receive();
    const { rfile } = this.#handler;
    const filling = rfile.startFilling();
    if (filling === undefined) return this.#after(rfile.fill(), this.#receive);
    this.#filling = true;
    filling.then(this.#done, this.#failed);
  }

  #noteFilled(count: number | null): void {
    this.#filling = false;
    this.#handler.rfile.noteFilled(count);
    this.#receive();
  }

  #noteUnfilled(error: unknown): void {
    this.#filling = false;
    this.#handler.rfile.noteUnfilled(error);
    this.#receive();
  }

  #receive(): void {
    const turn = this.#handler.rfile.takeTurn();
    if (turn === undefined) this.#read();
    else this.#after(turn, this.#read);
  }

  #read(): void {
    if (this.#handler.rfile.cramped) this.#after(awaitMore(this.#handler), this.#answer);
    else this.#answer();
  }

  #answer(): void {
    const answered = this.#steps.answer(this.#handler);
    if (answered === undefined) this.#flush();
    else this.#after(answered, this.#flush);
  }

  #flush(): void {
    this.#handler.wfile.flush().then(this.#done, this.#failed);
  }

  #end(): void {
    const ended = this.#steps.end(this.#handler);
    if (ended === undefined) this.#nextOrClose();
    else this.#after(ended, this.#nextOrClose);
  }

  #nextOrClose(): void {
    if (this.#handler.closeConnection) this.#close();
    else this.#next();
  }

  #close(): void {
    this.#steps.close(this.#handler);
    this.#settle(this.#finish());
  }

  /** Go on behind a step that has to wait. */
  #after(pending: Promise<unknown>, next: () => void): void {
    pending.then(() => this.#attempt(next), this.#failed);
  }

  #attempt(step: () => void): void {
    try {
      step.call(this);
    } catch (error) {
      this.#fail(error);
    }
  }

  #fail(error: unknown): void {
    try {
      this.#steps.fail(this.#handler, error);
      this.#close();
    } catch (error) {
      this.#settle(this.#finish().then(() => Promise.reject(error)));
    }
  }

  #settle(finished: Promise<void>): void {
    this.#noteEnd(this.#handler.request, this.#clientAddress, finished);
  }

  #finish(): Promise<void> {
    try {
      return Promise.resolve(this.#handler.finish());
    } catch (error) {
      return Promise.reject(error);
    }
  }
}

/**
 * Handle requests until the connection is to be closed.
 *
 * @param handler The handler
 * @param steps Its steps
 */
export async function handleRequests<Of extends Handler>(
  handler: Of,
  steps: RequestSteps<Of>,
): Promise<void> {
  steps.open(handler);
  try {
    do {
      await handler.handleOneRequest();
      if (steps.isBegun(handler)) await endForeignRequest(handler, steps);
    } while (!handler.closeConnection);
  } catch (error) {
    steps.refuse(handler, error);
  }
  steps.close(handler);
}

/** End a request that was read by a `handleOneRequest` which does not call that of its base. */
async function endForeignRequest<Of extends Handler>(
  handler: Of,
  steps: RequestSteps<Of>,
): Promise<void> {
  handler.wfile.autoFlush = false;
  await handler.wfile.flush();
  await steps.end(handler);
  if (handler.closeConnection) return;
  handler.rfile.beginBody("unknown");
  handler.request.idle = true;
}

/**
 * Read a request and answer it.
 *
 * @param handler The handler
 * @param steps Its steps
 */
export async function handleRequest<Of extends Handler>(
  handler: Of,
  steps: RequestSteps<Of>,
): Promise<void> {
  steps.begin(handler);
  try {
    if (becomeIdle(handler)) await handler.rfile.fill();
    const turn = handler.rfile.takeTurn();
    if (turn !== undefined) await turn;
    if (handler.rfile.cramped) await awaitMore(handler);
    const answered = steps.answer(handler);
    if (answered !== undefined) await answered;
    await handler.wfile.flush();
    const ended = steps.end(handler);
    if (ended !== undefined) await ended;
  } catch (error) {
    steps.fail(handler, error);
  }
}
