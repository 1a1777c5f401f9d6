/**
 * From a handler to the {@linkcode ScriptRequest} that the environment is made of.
 *
 * @module
 */

import type { HTTPServer } from "../../server/http_server.ts";
import { absolutePath } from "./absolute_path.ts";
import type { ScriptHandler } from "./members.ts";
import type { ScriptRequest } from "./request.ts";

/** What depends on how the path is read. */
export type ScriptFacts = Pick<
  ScriptRequest,
  | "contentLength"
  | "pathInfo"
  | "pathTranslated"
  | "protocol"
  | "query"
  | "scriptFile"
  | "scriptName"
>;

/**
 * Describe a request for a script.
 *
 * @param handler The handler of the request
 * @param facts What it does not know
 * @returns The description
 */
export function scriptRequest(handler: ScriptHandler, facts: ScriptFacts): ScriptRequest {
  const { server, request } = handler;
  const [boundHost, boundPort] = server.serverAddress;
  const { serverName = boundHost, serverPort = boundPort } = server as Partial<HTTPServer>;
  const { localAddr } = request;
  return {
    method: handler.command ?? "",
    target: handler.path,
    headers: handler.headers,
    documentRoot: absolutePath(handler.directory),
    software: handler.versionString(),
    serverName,
    serverAddress: "hostname" in localAddr ? localAddr.hostname : boundHost,
    serverPort,
    client: handler.clientAddress,
    user: handler.remoteUser,
    secure: handler.scheme === "https",
    passAuthorization: handler.passAuthorization,
    ...facts,
  };
}
