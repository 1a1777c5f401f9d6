/** What a part is. */
import type { Operation } from "./timing.ts";

/** One step of answering a request, to be timed alone. */
export interface Part {
  /** What it does. */
  readonly name: string;
  /** Does it once. */
  readonly run: Operation;
}
