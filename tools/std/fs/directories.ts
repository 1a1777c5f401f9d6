import { join } from "node:path";
import { fileURLToPath } from "node:url";

/**
 * Make a directory, with those above it, unless it is there.
 *
 * @param dir Its path
 * @throws {Error} when something else has that name
 */
export async function ensureDir(dir: string | URL): Promise<void> {
  try {
    await Deno.mkdir(dir, { recursive: true });
  } catch (error) {
    throw explain(error, dir);
  }
}

/**
 * Make a directory, with those above it, unless it is there.
 *
 * @param dir Its path
 * @throws {Error} when something else has that name
 */
export function ensureDirSync(dir: string | URL): void {
  try {
    Deno.mkdirSync(dir, { recursive: true });
  } catch (error) {
    throw explain(error, dir);
  }
}

/**
 * Make a directory, or remove all that is in it.
 *
 * @param dir Its path
 */
export async function emptyDir(dir: string | URL): Promise<void> {
  try {
    for (const { name } of await Array.fromAsync(Deno.readDir(dir))) {
      await Deno.remove(join(toPath(dir), name), { recursive: true });
    }
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    await Deno.mkdir(dir, { recursive: true });
  }
}

/**
 * Make a directory, or remove all that is in it.
 *
 * @param dir Its path
 */
export function emptyDirSync(dir: string | URL): void {
  try {
    for (const { name } of [...Deno.readDirSync(dir)]) {
      Deno.removeSync(join(toPath(dir), name), { recursive: true });
    }
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    Deno.mkdirSync(dir, { recursive: true });
  }
}

/** What to throw when something else has the directory's name; any other error as it is. */
function explain(error: unknown, dir: string | URL): unknown {
  if (!(error instanceof Deno.errors.AlreadyExists)) return error;
  const found = Deno.statSync(dir).isFile ? "file" : undefined;
  return new Error(`Failed to ensure directory exists: expected 'dir', got '${found}'`);
}

function toPath(dir: string | URL): string {
  return dir instanceof URL ? fileURLToPath(dir) : dir;
}
