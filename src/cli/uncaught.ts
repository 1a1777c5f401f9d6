/**
 * Errors that nobody caught.
 *
 * @module
 */

/** Keeps Deno from ending the process with a stack trace while it is in scope. */
export class UncaughtErrors implements Disposable {
  readonly #first = Promise.withResolvers<never>();
  readonly #onError = (event: ErrorEvent): void => this.#take(event, event.error);
  readonly #onRejection = (event: PromiseRejectionEvent): void => this.#take(event, event.reason);

  /** Begin to catch. */
  constructor() {
    // Rejected or not, somebody may wait for it or nobody.
    this.#first.promise.catch(() => {});
    globalThis.addEventListener("error", this.#onError);
    globalThis.addEventListener("unhandledrejection", this.#onRejection);
  }

  /** Rejected with the first that comes. */
  get first(): Promise<never> {
    return this.#first.promise;
  }

  #take(event: Event, error: unknown): void {
    event.preventDefault();
    this.#first.reject(new Error(`Unexpected error: ${error}`, { cause: error }));
  }

  [Symbol.dispose](): void {
    globalThis.removeEventListener("error", this.#onError);
    globalThis.removeEventListener("unhandledrejection", this.#onRejection);
  }
}
