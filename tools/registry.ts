/**
 * A registry on this machine that has the package as JSR would have it, and `@std` as it is in
 * `vendor/`: `deno run jsr:@pyport/http-server` is what it is for users, without jsr.io.
 *
 * @module
 */

import { walkSync } from "@std/fs";
import { fromFileUrl, relative } from "@std/path";

const ROOT = new URL("../", import.meta.url);
const STD = "vendor/jsr.io/";

/** What `deno publish` makes of the names in `deno.json`: the packages that they stand for. */
const IMPORT_REGEXP = /(\b(?:from|import\()\s*")(@std\/[^/"]+)([^"]*")/g;

/** What of `deno.json` counts here. */
interface Config {
  readonly name: string;
  readonly version: string;
  readonly exports: Readonly<Record<string, string>>;
  readonly imports: Readonly<Record<string, string>>;
  readonly publish: { readonly include: readonly string[] };
}

/** How large a file is, in bytes. */
export interface FileSize {
  /** As it is. */
  readonly size: number;
  /** Compressed with gzip, as the registry sends it. */
  readonly compressed: number;
}

/** The registry. Its address is for Deno's variable `JSR_URL`. */
export class Registry implements AsyncDisposable {
  /** What was downloaded of the packages, by paths in the project. */
  readonly downloaded = new Map<string, FileSize>();
  readonly #config: Config = JSON.parse(Deno.readTextFileSync(new URL("deno.json", ROOT)));
  readonly #server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen: () => {} },
    (request) => this.#answer(decodeURIComponent(new URL(request.url).pathname).slice(1)),
  );

  /** Where it is. */
  get url(): string {
    return `http://127.0.0.1:${this.#server.addr.port}/`;
  }

  async #answer(path: string): Promise<Response> {
    const { name, version, exports } = this.#config;
    if (path === `${name}/meta.json`) {
      return Response.json({ latest: version, versions: { [version]: {} } });
    }
    if (path === `${name}/${version}_meta.json`) {
      return Response.json({ exports, manifest: await this.#manifest() });
    }
    const own = `${name}/${version}/`;
    return await this.#send(path.startsWith(own) ? path.slice(own.length) : `${STD}${path}`);
  }

  /** The files of the package: how large they are, and their checksums. */
  async #manifest(): Promise<Record<string, { size: number; checksum: string }>> {
    const manifest: Record<string, { size: number; checksum: string }> = {};
    for (const path of this.#config.publish.include.flatMap(filesIn)) {
      const bytes = this.#read(path);
      const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
      manifest[`/${path}`] = { size: bytes.length, checksum: `sha256-${digest.toHex()}` };
    }
    return manifest;
  }

  async #send(path: string): Promise<Response> {
    const bytes = this.#read(path);
    const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream("gzip"));
    const compressed = (await new Response(stream).arrayBuffer()).byteLength;
    if (!path.endsWith("meta.json")) this.downloaded.set(path, { size: bytes.length, compressed });
    const type = path.endsWith(".json") ? "application/json" : "application/typescript";
    return new Response(bytes, { headers: { "Content-Type": type } });
  }

  #read(path: string): Uint8Array<ArrayBuffer> {
    const bytes = Deno.readFileSync(new URL(path, ROOT));
    if (!path.endsWith(".ts") || path.startsWith(STD)) return bytes;
    const text = new TextDecoder().decode(bytes).replace(
      IMPORT_REGEXP,
      (_, before, name, rest) => `${before}${this.#config.imports[name]}${rest}`,
    );
    return new TextEncoder().encode(text);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#server.shutdown();
  }
}

/** A file, or those in a directory, by their paths in the project. */
function filesIn(name: string): string[] {
  const path = fromFileUrl(new URL(name, ROOT));
  if (Deno.statSync(path).isFile) return [name];
  return Array.from(
    walkSync(path, { includeDirs: false }),
    (entry) => relative(fromFileUrl(ROOT), entry.path).replaceAll("\\", "/"),
  );
}
