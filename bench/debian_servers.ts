/** Servers that Debian packages: nginx, Caddy, lighttpd. */
import { join } from "node:path";
import { needProgram } from "./install.ts";
import { capture, parseVersion } from "./programs.ts";
import type { FindOptions, Found, Place, Server } from "./server.ts";

/** Room for 10,000 idle connections and the files of busy ones. */
const CONNECTIONS = 12_000;

/** nginx as a sensible static set-up, with its access log written as it comes. */
export const nginx: Server = {
  name: "nginx",
  isSteady: true,
  title: "nginx, one worker, sendfile, access log to a file",
  find: (options) => findNginx(options, ({ log }) => `access_log ${log};`),
};

/** nginx with all that its manual offers for static files. */
export const tunedNginx: Server = {
  name: "nginx-tuned",
  isSteady: true,
  title: "the same with open_file_cache and a buffered access log",
  byNameOnly: true,
  find: (options) =>
    findNginx(options, ({ log }) =>
      `access_log ${log} combined buffer=64k flush=1s;
  open_file_cache max=10000 inactive=60s;
  open_file_cache_valid 1s;`),
};

/** nginx with uploads. */
export const nginxWithDav: Server = {
  name: "nginx",
  title: "nginx with dav_methods, one worker, access log to a file",
  find: (options) =>
    findNginx(options, ({ log }) =>
      `access_log ${log};
  client_max_body_size 0;
  dav_methods PUT;`),
};

/** lighttpd with uploads. */
export const lighttpdWithDav: Server = {
  name: "lighttpd",
  title: "lighttpd with mod_webdav and mod_accesslog",
  find: async (options) => {
    const modules = "/usr/lib/lighttpd/mod_webdav.so";
    if (!await isFile(modules)) return "it has no mod_webdav (Debian's lighttpd-mod-webdav)";
    return await findLighttpd(
      options,
      ({ scratch }) =>
        `server.modules += ( "mod_webdav" )
webdav.activate = "enable"
server.upload-dirs = ( "${scratch}" )
`,
    );
  },
};

async function isFile(path: string): Promise<boolean> {
  try {
    return (await Deno.stat(path)).isFile;
  } catch {
    return false;
  }
}

/** Caddy. */
export const caddy: Server = {
  name: "caddy",
  isSteady: true,
  title: "Caddy's file_server browse",
  find: (options) =>
    findDebianServer({ program: "caddy", debianPackage: "caddy", ask: "version" }, options, {
      file: "Caddyfile",
      configure: configureCaddy,
      word: (program, file) => [program, "run", "--adapter", "caddyfile", "--config", file],
    }),
};

/** lighttpd. */
export const lighttpd: Server = {
  name: "lighttpd",
  isSteady: true,
  title: "lighttpd with mod_dirlisting and mod_accesslog",
  find: (options) => findLighttpd(options),
};

/** The same with scripts. */
export const lighttpdWithCgi: Server = {
  name: "lighttpd",
  title: "lighttpd with mod_cgi and mod_accesslog",
  find: (options) =>
    findLighttpd(
      options,
      `server.modules += ( "mod_cgi" )
$HTTP["url"] =~ "^/cgi-bin/" { cgi.assign = ( "" => "" ) }
`,
    ),
};

interface Program {
  program: string;
  debianPackage: string;
  /** The argument that makes it tell its version. */
  ask: string;
}

interface Configuration {
  /** Name of the configuration file. */
  file: string;
  configure(place: Place): string;
  word(program: string, file: string): string[];
}

async function findDebianServer(
  { program, debianPackage, ask }: Program,
  options: FindOptions,
  { file, configure, word }: Configuration,
): Promise<Found | string> {
  const path = await needProgram(program, debianPackage, options);
  if (!path) return `it is not installed (Debian's package ${debianPackage})`;
  return {
    version: parseVersion(await capture([path, ask])),
    launch: (place) => {
      const config = join(place.scratch, file);
      Deno.writeTextFileSync(config, configure(place));
      // Caddy keeps state in the home directory unless told otherwise.
      const env = { HOME: place.scratch, XDG_CONFIG_HOME: "", XDG_DATA_HOME: "" };
      return { argv: word(path, config), env };
    },
  };
}

function findNginx(
  options: FindOptions,
  wordLog: (place: Place) => string,
): Promise<Found | string> {
  const program = { program: "nginx", debianPackage: "nginx-light", ask: "-v" };
  return findDebianServer(program, options, {
    file: "nginx.conf",
    configure: (place) => configureNginx(place, wordLog(place)),
    word: (path, file) => [path, "-c", file],
  });
}

function findLighttpd(
  options: FindOptions,
  more: string | ((place: Place) => string) = "",
): Promise<Found | string> {
  const program = { program: "lighttpd", debianPackage: "lighttpd", ask: "-v" };
  return findDebianServer(program, options, {
    file: "lighttpd.conf",
    configure: (place) =>
      configureLighttpd(place) + (typeof more === "string" ? more : more(place)),
    word: (path, file) => [path, "-D", "-f", file],
  });
}

/** As root, nginx drops to a user who may not read temporary directories. */
function configureNginx({ port, directory, scratch }: Place, log: string): string {
  return `daemon off;
${Deno.uid() === 0 ? "user root;" : ""}
worker_processes 1;
worker_rlimit_nofile ${CONNECTIONS + 2_000};
error_log stderr warn;
pid ${scratch}/nginx.pid;
events { worker_connections ${CONNECTIONS}; }
http {
  client_body_temp_path ${scratch}/body;
  proxy_temp_path ${scratch}/proxy;
  fastcgi_temp_path ${scratch}/fastcgi;
  uwsgi_temp_path ${scratch}/uwsgi;
  scgi_temp_path ${scratch}/scgi;
  default_type application/octet-stream;
  sendfile on;
  tcp_nopush on;
  keepalive_requests 1000000000;
  ${log}
  server {
    listen 127.0.0.1:${port};
    root ${directory};
    autoindex on;
  }
}
`;
}

function configureCaddy({ port, directory, log }: Place): string {
  return `{
  admin off
  auto_https off
}
http://127.0.0.1:${port} {
  bind 127.0.0.1
  root * ${directory}
  file_server browse
  log {
    output file ${log}
  }
}
`;
}

/**
 * 65,535 requests a connection are the most that lighttpd can count, and without a media type it
 * sends no Last-Modified. It takes half as many connections as it may open files; only root may
 * ask for more files than the limit.
 */
function configureLighttpd({ port, directory, log }: Place): string {
  const wanted = 2 * CONNECTIONS;
  return `server.modules = ( "mod_dirlisting", "mod_accesslog" )
server.bind = "127.0.0.1"
server.port = ${port}
server.document-root = "${directory}"
server.max-connections = ${CONNECTIONS}
server.max-fds = ${Deno.uid() === 0 ? wanted : Math.min(wanted, readFileLimit())}
server.max-keep-alive-requests = 65535
server.max-keep-alive-idle = 600
mimetype.assign = ( "" => "application/octet-stream" )
dir-listing.activate = "enable"
accesslog.filename = "${log}"
`;
}

function readFileLimit(): number {
  const limits = Deno.readTextFileSync("/proc/self/limits");
  return Number(/^Max open files\s+\S+\s+(\d+)/m.exec(limits)?.[1] ?? Infinity);
}
