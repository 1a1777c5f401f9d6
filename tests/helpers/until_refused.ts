/**
 * Seeing a server stop listening.
 *
 * @module
 */

/** Connect to a port of 127.0.0.1 until that is refused. */
export async function untilRefused(port: number): Promise<void> {
  for (;;) {
    try {
      (await Deno.connect({ hostname: "127.0.0.1", port })).close();
    } catch (error) {
      if (error instanceof Deno.errors.ConnectionRefused) return;
      // Reset, before or after it was found to be connected: it was still waiting to be accepted when
      // the server closed.
      const { ConnectionReset, NotConnected } = Deno.errors;
      if (!(error instanceof ConnectionReset || error instanceof NotConnected)) throw error;
    }
  }
}
