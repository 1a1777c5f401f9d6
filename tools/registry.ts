/**
 * A registry on this machine that has the package as JSR would have it, made by the task `build`, and
 * `@std` as it is in `vendor/`: `deno run jsr:@pyport/http-server` is what it is for users, without jsr.io.
 *
 * @module
 */

import { walkSync } from "@std/fs";
import { fromFileUrl, join, relative } from "@std/path";

const ROOT = fromFileUrl(new URL("../", import.meta.url));

/** Where `@std` is. */
const STD = join(ROOT, "vendor", "jsr.io");

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

/**
 * Make the package anew.
 *
 * @param directory Where to
 * @throws {Error} when it can't be made
 */
export async function buildPackage(directory: string): Promise<void> {
  const { success, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["task", "--quiet", "build", directory],
    cwd: ROOT,
  }).output();
  if (!success) throw new Error(`No package: ${new TextDecoder().decode(stderr)}`);
}

/** The registry. Its address is for Deno's variable `JSR_URL`. */
export class Registry implements AsyncDisposable {
  /** What was downloaded of the packages, by paths in the package, and for `@std` in the registry. */
  readonly downloaded = new Map<string, FileSize>();
  readonly #directory: string;
  readonly #config: Config;
  readonly #server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen: () => {} },
    (request) => this.#answer(decodeURIComponent(new URL(request.url).pathname).slice(1)),
  );

  /**
   * @param directory Where {@linkcode buildPackage} has put the package
   */
  constructor(directory: string) {
    this.#directory = directory;
    this.#config = JSON.parse(Deno.readTextFileSync(join(directory, "deno.json")));
  }

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
    return await this.#send(path, path.startsWith(own) ? path.slice(own.length) : undefined);
  }

  /** The files of the package: how large they are, and their checksums. */
  async #manifest(): Promise<Record<string, { size: number; checksum: string }>> {
    const manifest: Record<string, { size: number; checksum: string }> = {};
    for (const path of this.#config.publish.include.flatMap((name) => this.#filesIn(name))) {
      const bytes = this.#read(path);
      const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
      manifest[`/${path}`] = { size: bytes.length, checksum: `sha256-${digest.toHex()}` };
    }
    return manifest;
  }

  /** Send a file, of the package or by its path in the registry. */
  async #send(path: string, own: string | undefined): Promise<Response> {
    const bytes = own === undefined ? Deno.readFileSync(join(STD, path)) : this.#read(own);
    const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream("gzip"));
    const compressed = (await new Response(stream).arrayBuffer()).byteLength;
    const name = own ?? path;
    if (!name.endsWith("meta.json")) this.downloaded.set(name, { size: bytes.length, compressed });
    return new Response(bytes, { headers: { "Content-Type": typeOf(path) } });
  }

  /** A file of the package, with the names of packages as `deno publish` puts them. */
  #read(path: string): Uint8Array<ArrayBuffer> {
    const bytes = Deno.readFileSync(join(this.#directory, path));
    if (!/\.[jt]s$/.test(path)) return bytes;
    const text = new TextDecoder().decode(bytes).replace(
      IMPORT_REGEXP,
      (_, before, name, rest) => `${before}${this.#config.imports[name]}${rest}`,
    );
    return new TextEncoder().encode(text);
  }

  /** A file, or those in a directory, by their paths in the package. */
  #filesIn(name: string): string[] {
    const path = join(this.#directory, name);
    if (Deno.statSync(path).isFile) return [name];
    return Array.from(
      walkSync(path, { includeDirs: false }),
      (entry) => relative(this.#directory, entry.path).replaceAll("\\", "/"),
    );
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#server.shutdown();
  }
}

function typeOf(path: string): string {
  if (path.endsWith(".json")) return "application/json";
  return path.endsWith(".js") ? "text/javascript" : "application/typescript";
}
