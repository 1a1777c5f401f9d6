import { assertEquals } from "@std/assert";
import { refusalOf, RefusedError } from "../../../src/handlers/sharing/refusal.ts";
import { TempDir } from "../../helpers/temp_dir.ts";
import { SharingServer } from "./sharing_server.ts";

Deno.test("refusalOf() knows what somebody else may have done meanwhile", () => {
  using directory = new TempDir();
  directory.mkdir("full");
  directory.write("full/file", "");
  directory.write("other", "");
  const full = directory.join("full");
  const actions: Record<string, () => void> = {
    "a directory that is not empty any more": () => Deno.removeSync(full),
    "a directory that there is already": () => Deno.mkdirSync(full),
    "a directory in the place of a file": () => Deno.renameSync(directory.join("other"), full),
    "a directory that is gone": () => Deno.mkdirSync(directory.join("none/new")),
    "a file in the place of a directory": () => Deno.mkdirSync(directory.join("other/new")),
  };
  for (const [what, action] of Object.entries(actions)) {
    let refusal: unknown;
    try {
      action();
    } catch (error) {
      refusal = refusalOf(error, "do it");
    }
    assertEquals(refusal instanceof RefusedError && Number(refusal.status), 409, what);
  }
});

Deno.test({
  name: "A path that is longer than the system takes is refused with 400",
  ignore: Deno.build.os !== "linux",
  fn: async () => {
    await using sharing = new SharingServer();
    const name = "n".repeat(250);
    let path = "";
    while (`${sharing.directory.path}${path}/${name}`.length < 4096) path += `/${name}`;
    sharing.directory.mkdir(path.slice(1));
    const long = `${path}/${name}`;
    for (const method of ["PUT", "MKCOL", "DELETE", "MOVE"]) {
      const answer = await sharing.send(method, long, "", { Destination: "/x" });
      assertEquals(answer.status, 400, method);
    }
    assertEquals((await sharing.send("MOVE", path, "", { Destination: long })).status, 403);
    assertEquals(sharing.server.errors, []);
  },
});
