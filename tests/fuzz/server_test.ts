import { FuzzedServers } from "./fuzz_server.ts";

Deno.test("All handlers answer any bytes with HTTP, the same in whatever pieces they arrive", async () => {
  await using servers = new FuzzedServers();
  await servers.fuzz(9112, 500);
  await servers.check();
});
