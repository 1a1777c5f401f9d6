/**
 * The handlers that were recorded. Those that are not the library's own are twins of the ones in
 * tools/conformance/handlers.py: a change here is a change there.
 *
 * @module
 */

import { type BaseHTTPRequestHandler, SimpleHTTPRequestHandler } from "../../mod.ts";
import { connectionKey } from "./journal.ts";
import { LoopingHandler, OddHandler, TracingHandler, TunnelHandler } from "./overriding.ts";
import { ProbeHandler } from "./probe.ts";
import type { Setup } from "./recorded.ts";

/** Refuses every expectation. */
class RefusingHandler extends ProbeHandler {
  override handleExpect100(): boolean {
    this.sendError(417);
    return false;
  }
}

/** Accepts every expectation without an interim answer. */
class SilentHandler extends ProbeHandler {
  override handleExpect100(): boolean {
    return true;
  }
}

/** CPython's table of media types alone: the recorder has no other. */
class StrictHandler extends SimpleHTTPRequestHandler {
  override strictMediaTypes = true;
}

const HANDLERS: Readonly<Record<string, typeof BaseHTTPRequestHandler>> = {
  simple: StrictHandler,
  probe: ProbeHandler,
  refusing: RefusingHandler,
  silent: SilentHandler,
  tracing: TracingHandler,
  looping: LoopingHandler,
  tunnel: TunnelHandler,
  odd: OddHandler,
};

/**
 * The class of handlers of a setup. In the place of the client's host it logs the ports of both
 * sides, so that the lines of connections that run at the same time can be told apart.
 */
export function handlerClass(setup: Setup): typeof BaseHTTPRequestHandler {
  const Base = HANDLERS[setup.handler];
  if (Base === undefined) throw new ReferenceError(`Cannot find the handler ${setup.handler}`);
  return class extends Base {
    override protocolVersion = setup.protocolVersion;
    override defaultRequestVersion = setup.defaultRequestVersion;
    override addressString(): string {
      return connectionKey(this.server.serverAddress[1], this.clientAddress[1]);
    }
  };
}
