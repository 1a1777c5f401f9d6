import { assertEquals } from "@std/assert";
import { CGIFileHTTPRequestHandler, serve } from "../../../mod.ts";
import { Command } from "../../cli/command.ts";
import { utf8 } from "../../helpers/bytes.ts";
import { TempDir } from "../../helpers/temp_dir.ts";

Deno.test("Nothing is uploaded to where scripts are run from, whether or not it is there", async () => {
  using directory = new TempDir();
  const args = ["-b", "127.0.0.1", "-d", directory.path, "--cgi", "--upload", "--mkdir", "0"];
  const flags = ["-NR", "--allow-run", `--allow-write=${directory.path}`];
  await using command = new Command(args, { flags });
  const url = `http://127.0.0.1:${await command.readPort()}`;
  const paths = ["cgi-bin/x.ts", "cgi-bin/sub/x.ts", "htbin/x.ts"];
  const upload = async (init: RequestInit): Promise<number> => {
    const answer = await fetch(`${url}/`, { method: "POST", ...init });
    await answer.body?.cancel();
    return answer.status;
  };
  const uploadForm = async (path: string): Promise<number> => {
    const body = new FormData();
    body.append("file", new File(["x"], path));
    return await upload({ body });
  };
  const uploadByTus = (path: string): Promise<number> =>
    upload({
      headers: {
        "Tus-Resumable": "1.0.0",
        "Upload-Length": "1",
        "Upload-Metadata": `relativePath ${utf8(path).toBase64()}`,
      },
    });
  for (const path of [...paths, ...paths]) {
    assertEquals([await uploadForm(path), await uploadByTus(path)], [403, 403], path);
    const put = await fetch(`${url}/${path}`, { method: "PUT", body: "x" });
    await put.body?.cancel();
    assertEquals(put.ok, false, path);
  }
  assertEquals(await uploadForm("other/x.ts"), 201);
  const { stdout } = await new Deno.Command("find", {
    args: [directory.path, "-type", "f"],
  }).output();
  assertEquals(new TextDecoder().decode(stdout), `${directory.path}/other/x.ts\n`);
});

Deno.test("DELETE removes no directory with scripts in it, however deep", async () => {
  using directory = new TempDir();
  for (const name of ["app/v1/scripts", "app/v2/docs"]) {
    directory.mkdir(name);
    directory.write(`${name}/a.sh`, "#!/bin/sh\n");
  }
  await using server = serve({
    hostname: "127.0.0.1",
    port: 0,
    log: "off",
    directory: directory.path,
    handler: CGIFileHTTPRequestHandler,
    delete: true,
    handlerOptions: { cgiDirectories: ["/app/v1/scripts"] },
  });
  const remove = async (path: string): Promise<number> => {
    const url = `http://127.0.0.1:${server.addr.port}${path}?recursive`;
    const answer = await fetch(url, { method: "DELETE" });
    await answer.body?.cancel();
    return answer.status;
  };
  assertEquals([await remove("/app"), await remove("/app/v1")], [403, 403]);
  assertEquals(Deno.readTextFileSync(directory.join("app/v1/scripts/a.sh")), "#!/bin/sh\n");
  assertEquals(await remove("/app/v2"), 204);
});
