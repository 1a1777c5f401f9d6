/**
 * Waiting for what happens by itself.
 *
 * @module
 */

/** How long to wait, in milliseconds. */
const PATIENCE = 10_000;

/**
 * Try until it works.
 *
 * @param attempt What to try
 */
export async function eventually<Value>(attempt: () => Value | Promise<Value>): Promise<Value> {
  for (const start = performance.now();;) {
    try {
      return await attempt();
    } catch (error) {
      if (performance.now() - start > PATIENCE) throw error;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }
}
