/**
 * {@linkcode withDelay}: handlers that are far away.
 *
 * @module
 */

import { declareOnlooker } from "../memory/answer_reuse.ts";
import type { Method } from "../base.ts";
import type { HTTPHandlerClass } from "../base/handler_class.ts";

/** The time between two looks whether the server ends, in milliseconds. */
const INTERVAL = 100;

/**
 * Extend a class of handlers by a pause before each answer.
 *
 * @param Handler The class
 * @param delay The pause in milliseconds
 * @returns The extended class
 */
export function withDelay<Class extends HTTPHandlerClass>(Handler: Class, delay: number): Class {
  class WithDelay extends Handler {
    protected override mayAnswerFromMemory(): boolean {
      return false;
    }

    protected override methodFor(command: string): Method | undefined {
      const method = super.methodFor(command);
      return method === undefined ? undefined : () => this.#answer(method);
    }

    async #answer(method: Method): Promise<void> {
      const end = performance.now() + delay;
      for (let left = delay; left > 0 && !this.request.draining;) {
        await new Promise((resolve) => setTimeout(resolve, Math.min(left, INTERVAL)));
        left = end - performance.now();
      }
      await method.call(this);
    }
  }
  declareOnlooker(WithDelay);
  return WithDelay;
}
