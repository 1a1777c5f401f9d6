/**
 * Real reverse proxies, each a process of its own on a port of 127.0.0.1.
 *
 * @module
 */

import { TempDir } from "../helpers/temp_dir.ts";

/** A request as a proxy has handed it on. */
export interface Forwarded {
  /** The method and the target. */
  readonly request: string;
  /** The status of the answer that the client got. */
  readonly status: number;
}

/** A proxy in front of a server. */
export interface Proxy extends AsyncDisposable {
  /** Its port, on 127.0.0.1. */
  readonly port: number;
  /** End it, and tell what it has handed on. */
  end(): Promise<Forwarded[]>;
}

/** A program that can be a proxy. */
export interface ProxyProgram {
  /** Its name. */
  readonly name: string;
  /** Where it is; `undefined` when it is not installed. */
  readonly path: string | undefined;
  /** Start it in front of a port of 127.0.0.1. */
  start(upstream: number): Promise<Proxy>;
}

/** The file that both write their access log to. */
const LOG = "access.log";

/** How many connections to the server a proxy keeps for later requests. */
const KEPT = 8;

/** What differs from one program to the other. */
interface Manner {
  /** The signal that lets it finish what has begun, and then end. */
  readonly end: Deno.Signal;
  /** Understand a line of its access log. */
  parse(line: string): Forwarded | undefined;
}

/** One process. */
class ProxyProcess implements Proxy {
  readonly port: number;
  readonly #directory: TempDir;
  readonly #process: Deno.ChildProcess;
  readonly #manner: Manner;
  #ended = false;

  constructor(port: number, directory: TempDir, process: Deno.ChildProcess, manner: Manner) {
    this.port = port;
    this.#directory = directory;
    this.#process = process;
    this.#manner = manner;
  }

  async end(): Promise<Forwarded[]> {
    await this.#stop();
    const lines = Deno.readTextFileSync(this.#directory.join(LOG)).split("\n");
    return lines.filter((line) => line !== "")
      .map((line) => this.#manner.parse(line))
      .filter((line) => line !== undefined);
  }

  async #stop(): Promise<void> {
    if (this.#ended) return;
    this.#ended = true;
    this.#process.kill(this.#manner.end);
    await this.#process.status;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#stop();
    this.#directory[Symbol.dispose]();
  }
}

/** nginx, which hands on bodies as they arrive rather than when they are whole: the riskier way. */
export const nginx: ProxyProgram = {
  name: "nginx",
  path: find("nginx", "-v"),
  start(upstream): Promise<Proxy> {
    const directory = new TempDir();
    const port = freePort();
    directory.write("nginx.conf", nginxConfiguration(directory.path, port, upstream));
    const args = ["-p", directory.path, "-c", "nginx.conf", "-e", "error.log"];
    return start(this.path!, args, { port, directory, end: "SIGQUIT", parse: parseNginxLine });
  },
};

/** What was asked for, and whom nginx asked for it; `-` for nobody. */
const NGINX_FORMAT = "$status|$upstream_addr|$request_method $request_uri";

function nginxConfiguration(directory: string, port: number, upstream: number): string {
  return `
    daemon off;
    master_process off;
    pid nginx.pid;
    events {}
    http {
      log_format forwarded escape=none '${NGINX_FORMAT}';
      access_log ${LOG} forwarded;
      client_body_temp_path ${directory}/body;
      proxy_temp_path ${directory}/proxy;
      fastcgi_temp_path ${directory}/fastcgi;
      uwsgi_temp_path ${directory}/uwsgi;
      scgi_temp_path ${directory}/scgi;
      merge_slashes off;
      ignore_invalid_headers off;
      underscores_in_headers on;
      upstream server { server 127.0.0.1:${upstream}; keepalive ${KEPT}; }
      server {
        listen 127.0.0.1:${port};
        location / {
          proxy_pass http://server;
          proxy_http_version 1.1;
          proxy_set_header Connection "";
          proxy_request_buffering off;
          proxy_ignore_client_abort on;
        }
      }
    }`;
}

function parseNginxLine(line: string): Forwarded | undefined {
  const [status, address, ...request] = line.split("|");
  return address === "-" ? undefined : { request: request.join("|"), status: Number(status) };
}

/** Caddy, whose parser is that of Go's net/http. */
export const caddy: ProxyProgram = {
  name: "Caddy",
  path: find("caddy", "version"),
  start(upstream): Promise<Proxy> {
    const directory = new TempDir();
    const port = freePort();
    const configuration = caddyConfiguration(directory.join(LOG), port, upstream);
    directory.write("caddy.json", JSON.stringify(configuration));
    const args = ["run", "--config", directory.join("caddy.json")];
    return start(this.path!, args, { port, directory, end: "SIGTERM", parse: parseCaddyLine });
  },
};

function caddyConfiguration(log: string, port: number, upstream: number): unknown {
  return {
    admin: { disabled: true },
    logging: {
      logs: {
        default: { level: "ERROR", exclude: ["http.log.access"] },
        access: { writer: { output: "file", filename: log }, include: ["http.log.access"] },
      },
    },
    apps: {
      http: {
        grace_period: "1s",
        servers: {
          server: {
            listen: [`127.0.0.1:${port}`],
            automatic_https: { disable: true },
            logs: {},
            routes: [{
              handle: [{
                handler: "reverse_proxy",
                upstreams: [{ dial: `127.0.0.1:${upstream}` }],
                transport: { protocol: "http", keep_alive: { max_idle_conns_per_host: KEPT } },
              }],
            }],
          },
        },
      },
    },
  };
}

function parseCaddyLine(line: string): Forwarded | undefined {
  const { request: { method, uri }, status } = JSON.parse(line);
  // The server is asked in origin-form in any case (RFC 9112, section 3.2.1).
  return { request: `${method} ${uri.replace(/^http:\/\/[^/]*/i, "")}`, status };
}

/**
 * Start a program, and wait until it listens.
 *
 * @param path Where it is
 * @param args Its arguments
 * @param manner Its port, its directory, which goes with it, and what differs between programs
 */
export async function start(
  path: string,
  args: string[],
  { port, directory, ...manner }: Manner & { port: number; directory: TempDir },
): Promise<Proxy> {
  const environment = {
    HOME: directory.path,
    XDG_DATA_HOME: directory.path,
    XDG_CONFIG_HOME: directory.path,
  };
  const process = new Deno.Command(path, {
    args,
    env: environment,
    stdin: "null",
    stdout: "null",
    stderr: "null",
  }).spawn();
  await untilListening(port, process);
  return new ProxyProcess(port, directory, process, manner);
}

/** Try until a connection is accepted: neither program says when it is ready. */
async function untilListening(port: number, process: Deno.ChildProcess): Promise<void> {
  let ended = false;
  process.status.then(() => ended = true);
  while (!ended) {
    try {
      (await Deno.connect({ hostname: "127.0.0.1", port })).close();
      return;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
  throw new Error("The proxy ended before it listened");
}

/** A port of 127.0.0.1 that is free. */
export function freePort(): number {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  return listener.addr.port;
}

/** Look for a program, also where those for the administrator are. */
function find(name: string, version: string): string | undefined {
  for (const path of [name, `/usr/sbin/${name}`]) {
    try {
      if (new Deno.Command(path, { args: [version] }).outputSync().success) return path;
    } catch {
      // Not there, or not to be run.
    }
  }
  return undefined;
}
