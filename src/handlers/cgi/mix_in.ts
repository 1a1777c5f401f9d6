/**
 * {@linkcode CGIMixIn}: classes of handlers that also run scripts. What runs a script is loaded with
 * the first request for one.
 *
 * @module
 */

import { HTTPStatus } from "../../http/status.ts";
import { splitext } from "../../python/posixpath.ts";
import { BaseHTTPRequestHandler, type Method } from "../base.ts";
import { statOrNull } from "../disk/files.ts";
import type { FileLike } from "../disk/served_file.ts";
import { redirectOf } from "../paths/redirect.ts";
import { translateTarget } from "../paths/translate_path.ts";
import { SimpleHTTPRequestHandler } from "../simple.ts";
import { DEFAULT_CGI_LIMITS } from "./limits.ts";
import type { CGIMembers, CGIOptions, FileHandlerClass } from "./members.ts";
import type { ScriptSources } from "./source_guard.ts";
import { partition, splitAtCgiDirectory, urlCollapsePath } from "./url.ts";

const CGI_DIRECTORIES: readonly string[] = ["/cgi-bin", "/htbin"];

/** Where `#!/usr/bin/env python3` looks. */
const DEFAULT_ENVIRONMENT: Readonly<Record<string, string>> = {
  PATH: "/usr/local/bin:/usr/bin:/bin",
};

/** Loaded with the first script. */
let complete: typeof import("./complete.ts") | undefined;

/**
 * Make a class of handlers that answer requests for files below {@linkcode CGIMembers.cgiDirectories} by
 * running them, and others as the handlers do that are extended. Those never get to see the source of
 * a script.
 *
 * CPython: `http.server.CGIHTTPRequestHandler`.
 *
 * @param Base The class to extend, whose options come fourth in its constructor
 * @returns The extended class, which takes {@linkcode CGIOptions} too
 *
 * @example Scripts beside files of which clients may ask for a part
 * ```ts
 * import { CGIMixIn, FileHTTPRequestHandler, serve } from "@pyport/http-server";
 * import { assertEquals } from "@std/assert";
 *
 * class Handler extends CGIMixIn(FileHTTPRequestHandler) {
 *   override interpretScriptHeaders = true;
 * }
 *
 * await using server = serve({ hostname: "127.0.0.1", port: 0, handler: Handler });
 * const answer = await fetch(`http://127.0.0.1:${server.addr.port}/README.md`, {
 *   headers: { Range: "bytes=0-1" },
 * });
 * assertEquals(await answer.text(), "# ");
 * ```
 */
export function CGIMixIn<Base extends FileHandlerClass>(
  Base: Base,
  // deno-lint-ignore no-explicit-any -- only then TypeScript adds the members to those of the base
): Base & (new (...args: any[]) => CGIMembers) {
  class WithScripts extends Base implements CGIMembers {
    cgiDirectories: readonly string[];
    interpretScriptHeaders: boolean;
    cgiEnvironment: Readonly<Record<string, string>>;
    cgiLimits: CGIMembers["cgiLimits"];
    denoFlags: Readonly<Record<string, readonly string[]>>;
    passAuthorization: boolean;
    runAsNobody: boolean;
    cgiInfo: [directory: string, rest: string] = ["", ""];
    /** Those that there are while a request for a file is answered. */
    #sources: ScriptSources | undefined;

    // deno-lint-ignore no-explicit-any -- what TypeScript asks of a mix-in
    constructor(...args: any[]) {
      super(...args);
      const options: CGIOptions = args[3] ?? {};
      this.cgiDirectories = options.cgiDirectories ?? CGI_DIRECTORIES;
      this.interpretScriptHeaders = options.interpretScriptHeaders ?? false;
      this.cgiEnvironment = options.cgiEnvironment ?? DEFAULT_ENVIRONMENT;
      this.cgiLimits = { ...DEFAULT_CGI_LIMITS, ...options.cgiLimits };
      this.denoFlags = options.denoFlags ?? {};
      this.passAuthorization = options.passAuthorization ?? false;
      this.runAsNobody = options.runAsNobody ?? true;
    }

    override do_GET(): void | Promise<void> {
      return this.isCgi() ? this.runCgi() : this.#unlessScript(() => super.do_GET());
    }

    override do_HEAD(): void | Promise<void> {
      return this.isCgi() ? this.runCgi() : this.#unlessScript(() => super.do_HEAD());
    }

    override sendHead(): FileLike | null | Promise<FileLike | null> {
      if (this.isCgi()) return this.runCgi().then(() => null);
      return this.#sendFileHead();
    }

    async #sendFileHead(): Promise<FileLike | null> {
      if (!await this.#leadsToScript()) return super.sendHead();
      this.#refuse();
      return null;
    }

    async #unlessScript(answer: () => void | Promise<void>): Promise<void> {
      if (await this.#leadsToScript()) this.#refuse();
      else await answer();
    }

    #refuse(): void {
      this.sendError(HTTPStatus.FORBIDDEN, "CGI script is not served as a file");
    }

    /** Whether what is asked for as a file is the source of a script, by another name. */
    async #leadsToScript(): Promise<boolean> {
      const { ScriptSources } = await import("./source_guard.ts");
      const sources = new ScriptSources(this.#scriptDirectories());
      this.#sources = sources;
      const path = this.translatePath(this.path);
      if (!statOrNull(path)?.isDirectory) return sources.has(path);
      // A redirect tells nothing.
      if (this.#onlyRedirects && redirectOf(this.path) !== undefined) return false;
      const base = path.endsWith("/") ? path : `${path}/`;
      return [path, ...this.indexPages.map((page) => base + page)].some((path) =>
        sources.has(path)
      );
    }

    /** Whether a directory without its slash is nothing but redirected: others may make more of it. */
    get #onlyRedirects(): boolean {
      return super.sendHead === SimpleHTTPRequestHandler.prototype.sendHead;
    }

    /** Those that requests lead to, and, should they need a prefix to do so, those that are meant. */
    #scriptDirectories(): string[] {
      return this.cgiDirectories.flatMap((path) => [
        this.translatePath(path),
        translateTarget(path, this.directory),
      ]);
    }

    override keepsBack(path: string): boolean {
      return this.#sources?.has(path) === true || super.keepsBack(path);
    }

    override keepsBackBelow(path: string): boolean {
      return this.#sources?.wouldHold(path) === true || super.keepsBackBelow(path);
    }

    override handleExpect100(): boolean | Promise<boolean> {
      // The other handlers may leave it to those that store uploads.
      if (!this.interpretScriptHeaders || !this.isCgi()) return super.handleExpect100();
      return BaseHTTPRequestHandler.prototype.handleExpect100.call(this);
    }

    isCgi(): boolean {
      const path = this.interpretScriptHeaders ? pathOf(this.path) : urlCollapsePath(this.path);
      const info = splitAtCgiDirectory(path, this.cgiDirectories);
      if (info === undefined) return false;
      this.cgiInfo = info;
      return true;
    }

    isExecutable(path: string, info = statOrNull(path)): boolean {
      return info !== null && (info.mode === null || (info.mode & 0o111) !== 0);
    }

    isPython(path: string): boolean {
      return [".py", ".pyw"].includes(splitext(path)[1].toLowerCase());
    }

    async runCgi(): Promise<void> {
      if (this.interpretScriptHeaders) {
        complete ??= await import("./complete.ts");
        return await complete.runComplete(this);
      }
      const { runExact } = await import("./exact.ts");
      return await runExact(this);
    }

    protected override methodFor(command: string): Method | undefined {
      const method = super.methodFor(command);
      // Those that the class has decide for themselves.
      if (`do_${command}` in this) return method;
      if (this.interpretScriptHeaders && this.isCgi()) return this.runCgi;
      return method && (() => this.#unlessScript(() => method.call(this)));
    }
  }
  return WithScripts;
}

/** The path of a target, decoded once: what looks like a query in it then is none. */
function pathOf(target: string): string {
  try {
    return urlCollapsePath(partition(partition(target, "#")[0], "?")[0]);
  } catch {
    return "";
  }
}
