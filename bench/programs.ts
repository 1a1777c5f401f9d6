/** Finding and asking programs of the machine. */
import { join } from "node:path";

/** Servers are often installed where only root's PATH leads. */
const MORE_FOLDERS = ["/usr/local/sbin", "/usr/sbin"];

/**
 * Find a program.
 *
 * @param name File name, without folder
 * @returns Its path, or undefined
 */
export function findProgram(name: string): string | undefined {
  const folders = (Deno.env.get("PATH") ?? "").split(":").concat(MORE_FOLDERS);
  return folders.map((folder) => join(folder, name)).find(isFile);
}

/**
 * Run a program that ends by itself.
 *
 * @param argv Program and arguments
 * @param options `signal` ends it early; `seconds` is the longest it may take (default 10)
 * @returns Its output and its messages, or undefined when it failed or took too long
 */
export async function capture(
  argv: readonly string[],
  options: { signal?: AbortSignal; seconds?: number } = {},
): Promise<string | undefined> {
  const limit = AbortSignal.timeout((options.seconds ?? 10) * 1000);
  const signal = options.signal ? AbortSignal.any([options.signal, limit]) : limit;
  const [program = "", ...args] = argv;
  try {
    const { success, stdout, stderr } = await new Deno.Command(program, {
      args,
      signal,
      stdin: "null",
    }).output();
    const decoder = new TextDecoder();
    return success ? decoder.decode(stdout) + decoder.decode(stderr) : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Find the version number in what a program says about itself.
 *
 * @param text Its output, such as `nginx version: nginx/1.22.1`; undefined gives `"unknown"`
 * @returns The first dotted number
 */
export function parseVersion(text: string | undefined): string {
  return /\d+(\.\d+)+/.exec(text ?? "")?.[0] ?? "unknown";
}

function isFile(path: string): boolean {
  try {
    return Deno.statSync(path).isFile;
  } catch {
    return false;
  }
}
