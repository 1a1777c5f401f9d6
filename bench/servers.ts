/**
 * The servers that are compared.
 *
 * A server is found once, with its version, and launched many times. All of them log every
 * request to a file, listen on 127.0.0.1 and serve one directory; apart from that they run as
 * their users would start them.
 */
import { caddy, lighttpd, nginx, tunedNginx } from "./debian_servers.ts";
import { httpServer, serve, sirv } from "./npm_servers.ts";
import { ours, oursSimple, std } from "./deno_servers.ts";
import { python } from "./python_server.ts";
import type { Server } from "./server.ts";

/** All servers; the order is that of the report's columns. */
export const SERVERS: readonly Server[] = [
  ours,
  oursSimple,
  nginx,
  tunedNginx,
  caddy,
  lighttpd,
  python,
  std,
  sirv,
  serve,
  httpServer,
];

/** The server that the others are compared with. */
export const OURS: Server = ours;

/** Servers that the report divides our figures by. */
export const YARDSTICKS: readonly Server[] = [nginx, python, std];
