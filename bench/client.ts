/**
 * The clients that wrk cannot play, as a program of its own:
 *
 *     client.ts idle PORT COUNT   opens connections, asks once over each, keeps them open
 *     client.ts slow PORT PATH    asks for a file and reads 4 KiB of it ten times a second
 *     client.ts loop PORT PATH    asks for a path again and again, as fast as it comes
 *
 * It prints `ready N` when it has begun (N connections), and ends when its input does; `idle`
 * then prints `open N`, the number of connections that are still open.
 */
import { PROBE_PATH, PROBE_SIZE } from "./files.ts";

/** How many connections are being opened at the same time. */
const OPENING = 64;

const [SLOW_BLOCK, SLOW_PAUSE] = [4_096, 100];

function say(text: string): void {
  Deno.stdout.writeSync(new TextEncoder().encode(text + "\n"));
}

async function ask(port: number, path: string, connection: string): Promise<Deno.TcpConn> {
  const socket = await Deno.connect({ hostname: "127.0.0.1", port });
  const head = `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: ${connection}\r\n\r\n`;
  await socket.write(new TextEncoder().encode(head));
  return socket;
}

/** Read the first block of an answer, which must be a success. */
async function readStart(socket: Deno.TcpConn, size: number): Promise<Uint8Array> {
  const block = new Uint8Array(size);
  const length = await socket.read(block) ?? 0;
  const start = block.subarray(0, length);
  const line = new TextDecoder("latin1").decode(start.subarray(0, 12));
  if (!/^HTTP\/1\.[01] 200/.test(line)) throw new Error(`Cannot use the answer "${line}"`);
  return start;
}

async function readProbe(socket: Deno.TcpConn): Promise<void> {
  let answer = new TextDecoder("latin1").decode(await readStart(socket, 4_096));
  const block = new Uint8Array(4_096);
  for (;;) {
    const head = answer.indexOf("\r\n\r\n");
    if (head >= 0 && answer.length >= head + 4 + PROBE_SIZE) return;
    const length = await socket.read(block);
    if (length === null) throw new Error("Cannot read the whole answer");
    answer += new TextDecoder("latin1").decode(block.subarray(0, length));
  }
}

async function keepIdle(port: number, count: number): Promise<void> {
  let [toOpen, open] = [count, 0];
  async function openSome(): Promise<void> {
    while (toOpen-- > 0) {
      try {
        const socket = await ask(port, PROBE_PATH, "keep-alive");
        await readProbe(socket);
        open++;
        socket.read(new Uint8Array(1)).catch(() => null).then(() => open--);
      } catch {
        // Counted by not being counted as open.
      }
    }
  }
  await Promise.all(Array.from({ length: OPENING }, openSome));
  say(`ready ${open}`);
  await inputEnd();
  say(`open ${open}`);
}

async function readSlowly(port: number, path: string): Promise<void> {
  const socket = await ask(port, path, "close");
  await readStart(socket, SLOW_BLOCK);
  say("ready 1");
  const block = new Uint8Array(SLOW_BLOCK);
  while (await socket.read(block) !== null) {
    await new Promise((resolve) => setTimeout(resolve, SLOW_PAUSE));
  }
}

async function readForever(port: number, path: string): Promise<never> {
  const block = new Uint8Array(1_024 * 1_024);
  for (let first = true;; first = false) {
    const socket = await ask(port, path, "close");
    await readStart(socket, block.length);
    if (first) say("ready 1");
    while (await socket.read(block) !== null);
    socket.close();
  }
}

async function inputEnd(): Promise<void> {
  while (await Deno.stdin.read(new Uint8Array(64)) !== null);
}

if (import.meta.main) {
  const [mode, port, what = ""] = Deno.args;
  if (mode === "idle") await keepIdle(Number(port), Number(what));
  else {
    const read = mode === "slow" ? readSlowly : readForever;
    await Promise.race([read(Number(port), what), inputEnd()]);
  }
  Deno.exit();
}
