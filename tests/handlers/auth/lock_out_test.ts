import { assert, assertEquals } from "@std/assert";
import { Failures } from "../../../src/handlers/auth/failures.ts";
import { Turnstile } from "../../../src/handlers/auth/turnstile.ts";
import { type FileServer, serve, type ServeOptions } from "../../../mod.ts";
import { CapturedStderr } from "../../helpers/capture_stderr.ts";
import { RawClient, request } from "../../helpers/raw_client.ts";
import { TempDir } from "../../helpers/temp_dir.ts";
import { basic, HASHES } from "./users.ts";

const here = (): boolean => false;

/** An address fails so often that it has to wait for seconds. */
async function failOften(turnstile: Turnstile, address: string): Promise<void> {
  for (let count = 0; count < 5; count++) {
    assert(await turnstile.enter(address, here));
    turnstile.leave(address, true);
  }
}

Deno.test("Turnstile.enter() lets few in at once, and addresses take turns", async () => {
  const turnstile = new Turnstile();
  const order: string[] = [];
  let running = 0;
  let most = 0;
  const visit = async (address: string): Promise<void> => {
    assert(await turnstile.enter(address, here));
    most = Math.max(most, ++running);
    order.push(address);
    await new Promise((resolve) => setTimeout(resolve, 1));
    running--;
    turnstile.leave(address, false);
  };
  const addresses = [..."aaaaaaaa", ..."bcd"];
  await Promise.all(addresses.map(visit));
  assertEquals(most, 2);
  assertEquals(order.toSorted().join(""), "aaaaaaaabcd");
  // Nobody waits behind all of the eight that came first.
  for (const address of "bcd") assert(order.indexOf(address) <= 6, order.join(""));
});

Deno.test("Turnstile.enter() makes who fails wait, and nobody else", async () => {
  const turnstile = new Turnstile();
  await failOften(turnstile, "attacker");
  let left = false;
  const attempt = turnstile.enter("attacker", () => left);
  const first = await Promise.race([attempt.then(() => "attacker"), enterAndLeave("honest")]);
  assertEquals(first, "honest");
  // Who goes away is not waited for.
  left = true;
  assertEquals(await attempt, false);

  async function enterAndLeave(address: string): Promise<string> {
    for (let count = 0; count < 100; count++) {
      assert(await turnstile.enter(address, here));
      turnstile.leave(address, false);
    }
    return address;
  }
});

Deno.test("Turnstile.enter() has so many wait for an address, and for all", async () => {
  const turnstile = new Turnstile();
  let left = false;
  const enter = (address: string): Promise<boolean> => turnstile.enter(address, () => left);
  assertEquals(await Promise.all([enter("a"), enter("b")]), [true, true]);
  const waiting = Array.from({ length: 8 }, () => enter("a"));
  assertEquals(await enter("a"), false);
  const others = Array.from({ length: 1022 }, (_, index) => enter(`c${index}`));
  assertEquals(await enter("d"), false);
  left = true;
  turnstile.leave("a", true);
  turnstile.leave("b", true);
  assertEquals(new Set(await Promise.all([...waiting, ...others])), new Set([false]));
  left = false;
  assertEquals(await enter("d"), true);
  turnstile.leave("d", false);
});

/** Serve a file to one user. */
function serveAda(directory: TempDir, options: ServeOptions = {}): FileServer {
  directory.write("a.txt", "hello");
  const auth = { users: [`ada:${HASHES[0]}`] };
  return serve({ hostname: "127.0.0.1", port: 0, directory: directory.path, auth, ...options });
}

Deno.test("serve() lets a user in while somebody else guesses passwords", async () => {
  using directory = new TempDir();
  using _stderr = new CapturedStderr();
  await using server = serveAda(directory, { trustProxy: ["127.0.0.1"] });
  const { port } = server.addr;
  const ask = (address: string, password?: string): Promise<number> =>
    request(port, "/a.txt", {
      headers: {
        "Connection": "close",
        "Authorization": basic("ada", password),
        "X-Forwarded-For": address,
      },
    }).then(({ status }) => status);
  // Known before the attack, from the same address as the attacker.
  assertEquals(await ask("192.0.2.1"), 200);
  const guesses = Array.from({ length: 60 }, (_, index) => ask("192.0.2.1", `guess ${index}`));
  assertEquals(await ask("192.0.2.1"), 200);
  // Not known before, from another address.
  assertEquals(await ask("192.0.2.2", "correct horse"), 200);
  // Two addresses of one network of 64 bits are one attacker, and the server says so at once.
  const statuses = new Set<number>();
  const first = await Promise.race(guesses.map(async (guess) => statuses.add(await guess)));
  assert(first.has(401) || first.has(429));
  await server.shutdown();
  // Those who wait do not hold the end of the server up.
  await Promise.allSettled(guesses);
  assert(statuses.has(429) && statuses.isSubsetOf(new Set([401, 429])), [...statuses].join());
});

Deno.test("serve() tells nobody who guesses that a password is right, while its user is in", async () => {
  using directory = new TempDir();
  using _stderr = new CapturedStderr();
  await using server = serveAda(directory, { trustProxy: ["127.0.0.1"] });
  const { port } = server.addr;
  const ask = (address: string, password?: string): Promise<number> =>
    request(port, "/a.txt", {
      headers: {
        "Connection": "close",
        "Authorization": basic("ada", password),
        "X-Forwarded-For": address,
      },
    }).then(({ status }) => status);
  let count = 0;
  const guesses: Promise<unknown>[] = [];
  /** Some wait in line, and all others are answered. */
  const guess = async (address: string, more: number): Promise<void> => {
    const some = Array.from({ length: more }, () => ask(address, `guess ${count++}`));
    guesses.push(...some);
    let answered = 0;
    const { promise, resolve } = Promise.withResolvers<void>();
    for (const one of some) one.then(() => ++answered === more - 9 && resolve(), () => {});
    await promise;
  };
  /** It comes behind those who wait: for seconds. */
  const isTold = async (address: string): Promise<boolean> => {
    const answer = ask(address);
    guesses.push(answer);
    const { promise, resolve } = Promise.withResolvers<undefined>();
    const timer = setTimeout(resolve, 200);
    const status = await Promise.race([answer, promise]);
    clearTimeout(timer);
    return status === 200;
  };
  assertEquals(await ask("192.0.2.1"), 200);
  await guess("192.0.2.2", 30);
  assertEquals(await isTold("192.0.2.2"), false);
  // Who shares the address may be somebody else, but not for ever.
  await guess("192.0.2.1", 30);
  assertEquals(await ask("192.0.2.1"), 200);
  await guess("192.0.2.1", 90);
  assertEquals(await isTold("192.0.2.1"), false);
  await server.shutdown();
  // Those who wait are told that they waited for nothing.
  await Promise.allSettled(guesses);
});

Deno.test("Failures.count() takes the same attempt for one failure", () => {
  const failures = new Failures();
  for (const attempt of ["x", "x", "y", "x"]) failures.note("a", attempt);
  assertEquals([failures.count("a"), failures.count("b")], [3, 0]);
});

Deno.test("serve() hashes the password of many requests at once only once", async () => {
  using directory = new TempDir();
  using _stderr = new CapturedStderr();
  await using server = serveAda(directory);
  const clients = await Promise.all(
    Array.from({ length: 6 }, () => RawClient.connect(server.addr.port)),
  );
  const answers = await Promise.all(
    clients.map((client) =>
      client.request(`GET /a.txt HTTP/1.1\r\nAuthorization: ${basic("ada")}\r\n\r\n`)
    ),
  );
  assertEquals(answers.map(({ status }) => status), Array(6).fill(200));
  for (const client of clients) client[Symbol.dispose]();
});
