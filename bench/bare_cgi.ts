/**
 * The least that a program on Deno has to do for CGI: for each connection, start the script with as many
 * variables as it gets from a server, and send what it writes. There are no limits, no log, no checks and
 * nothing that is remembered; standard error goes where that of the program goes.
 *
 *     deno run -NR --allow-run bench/bare_cgi.ts PORT DIRECTORY
 */

const VARIABLES = 24;

const encoder = new TextEncoder();

const decoder = new TextDecoder();

/** The answer for those who only want to know whether it is up. */
const NOTHING = encoder.encode("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n");

const env = Object.fromEntries(
  Array.from({ length: VARIABLES }, (_, number) => [`HTTP_VARIABLE_${number}`, "of some length"]),
);

async function answer(connection: Deno.Conn, directory: string): Promise<void> {
  using _ = connection;
  const request = new Uint8Array(1024);
  const length = await connection.read(request) ?? 0;
  const [, path = ""] = decoder.decode(request.subarray(0, length)).split(" ");
  await connection.write(path.startsWith("/cgi-bin/") ? await run(directory, path) : NOTHING);
}

async function run(directory: string, path: string): Promise<Uint8Array> {
  const child = new Deno.Command(directory + path, {
    clearEnv: true,
    env,
    cwd: `${directory}/cgi-bin`,
    stdin: "null",
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
  const output = child.stdout.getReader({ mode: "byob" });
  let text = "";
  for (;;) {
    const { value } = await output.read(new Uint8Array(1024));
    if (value === undefined || value.length === 0) break;
    text += decoder.decode(value);
  }
  await child.status;
  const length = text.length - text.indexOf("\r\n\r\n") - 4;
  const head = `HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: ${length}\r\n`;
  return encoder.encode(head + text);
}

if (import.meta.main) {
  const [port, directory] = Deno.args;
  for await (const connection of Deno.listen({ hostname: "127.0.0.1", port: Number(port) })) {
    answer(connection, directory!).catch(() => {});
  }
}
