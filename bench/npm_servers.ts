/** Servers from npm, run by Node.js. */
import { needNpmPackage } from "./install.ts";
import { capture, findProgram, parseVersion } from "./programs.ts";
import type { FindOptions, Found, Place, Server } from "./server.ts";

/** sirv, which reads the names of all files when it starts. */
export const sirv: Server = {
  name: "sirv",
  title: "sirv-cli, from npm",
  find: (options) =>
    findNpmServer("sirv-cli", "3.0.1", options, ({ port, directory }) => [
      directory,
      ...["--host", "127.0.0.1", "--port", `${port}`],
    ]),
};

/** Vercel's serve. */
export const serve: Server = {
  name: "serve",
  title: "serve, from npm",
  find: (options) =>
    findNpmServer("serve", "14.2.7", options, ({ port, directory }) => [
      ...["--listen", `tcp://127.0.0.1:${port}`],
      ...["--no-clipboard", "--no-port-switching", directory],
    ]),
};

/** http-server. */
export const httpServer: Server = {
  name: "http-server",
  title: "http-server, from npm",
  find: (options) =>
    findNpmServer("http-server", "14.1.1", options, ({ port, directory }) => [
      directory,
      ...["-a", "127.0.0.1", "-p", `${port}`],
    ]),
};

async function findNpmServer(
  name: string,
  version: string,
  options: FindOptions,
  wordArguments: (place: Place) => string[],
): Promise<Found | string> {
  const node = findProgram("node");
  if (!node) return "there is no Node.js";
  const program = await needNpmPackage(name, version, options);
  if (!program) {
    return options.install ? "npm could not install it" : "it is not installed (npm package)";
  }
  const nodeVersion = parseVersion(await capture([node, "--version"]));
  return {
    version: `${version} on Node.js ${nodeVersion}`,
    launch: (place) => ({
      argv: [node, program, ...wordArguments(place)],
      // serve asks the npm registry for a newer version of itself when it starts.
      env: { NO_UPDATE_CHECK: "1" },
    }),
  };
}
