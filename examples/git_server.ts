/**
 * A server of Git repositories: `git http-backend`, which comes with Git, as a CGI script.
 *
 *     git init --bare repositories/project.git
 *     git -C repositories/project.git config http.receivepack true
 *     deno run --allow-net --allow-read --allow-write --allow-run \
 *       examples/git_server.ts 8000 repositories
 *     git clone http://127.0.0.1:8000/cgi-bin/git/project.git
 *
 * Everybody who reaches it may read, and write where `http.receivepack` is true: let it listen on
 * 127.0.0.1 alone, or behind a proxy that knows who is who.
 *
 * @module
 */

import { CGIHTTPRequestHandler, ThreadingHTTPServer } from "@pyport/http-server";

/** Where Git keeps its programs. */
async function findPrograms(): Promise<string> {
  const { stdout } = await new Deno.Command("git", { args: ["--exec-path"] }).output();
  return new TextDecoder().decode(stdout).trim();
}

if (import.meta.main) {
  const [port = "8000", repositories = "."] = Deno.args;
  // The directory that is served holds nothing but a link to the program.
  const directory = await Deno.makeTempDir();
  await Deno.mkdir(`${directory}/cgi-bin`);
  await Deno.symlink(`${await findPrograms()}/git-http-backend`, `${directory}/cgi-bin/git`);
  const server = new ThreadingHTTPServer(["127.0.0.1", Number(port)], CGIHTTPRequestHandler, {
    handlerOptions: {
      directory,
      interpretScriptHeaders: true,
      cgiEnvironment: {
        PATH: "/usr/local/bin:/usr/bin:/bin",
        GIT_PROJECT_ROOT: await Deno.realPath(repositories),
        GIT_HTTP_EXPORT_ALL: "1",
      },
    },
  });
  console.log(`The repositories are at http://127.0.0.1:${server.serverPort}/cgi-bin/git/`);
  await server.serveForever();
}
