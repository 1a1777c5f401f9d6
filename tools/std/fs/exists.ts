/** What {@linkcode exists} asks of a file. */
export interface ExistsOptions {
  /** It must be readable by this process. @default {false} */
  isReadable?: boolean;
  /** It must be a directory. @default {false} */
  isDirectory?: boolean;
  /** It must be a regular file. @default {false} */
  isFile?: boolean;
}

/**
 * Tell whether a file exists.
 *
 * @param path Its path. Links are followed
 * @param options What else must hold
 * @returns Whether it does
 * @throws {Deno.errors.NotCapable} without the permission to read the path
 */
export async function exists(path: string | URL, options: ExistsOptions = {}): Promise<boolean> {
  try {
    return meets(await Deno.stat(path), options);
  } catch (error) {
    return existsAfter(error, options);
  }
}

/**
 * Tell whether a file exists.
 *
 * @param path Its path. Links are followed
 * @param options What else must hold
 * @returns Whether it does
 * @throws {Deno.errors.NotCapable} without the permission to read the path
 */
export function existsSync(path: string | URL, options: ExistsOptions = {}): boolean {
  try {
    return meets(Deno.statSync(path), options);
  } catch (error) {
    return existsAfter(error, options);
  }
}

function meets(info: Deno.FileInfo, { isReadable, isDirectory, isFile }: ExistsOptions): boolean {
  if (isDirectory && isFile) {
    throw new TypeError(
      "ExistsOptions.options.isDirectory and ExistsOptions.options.isFile must not be true together",
    );
  }
  if (isDirectory && !info.isDirectory || isFile && !info.isFile) return false;
  return !isReadable || mayRead(info);
}

/** The answer when there is no file information; throws the error on when it answers nothing. */
function existsAfter(error: unknown, { isReadable }: ExistsOptions): boolean {
  if (error instanceof Deno.errors.NotFound) return false;
  // The file system refused, not Deno's sandbox: something is there.
  if (error instanceof Deno.errors.PermissionDenied) return !isReadable;
  throw error;
}

function mayRead({ mode, uid, gid }: Deno.FileInfo): boolean {
  if (mode === null) return true;
  if (Deno.uid() === uid) return (mode & 0o400) !== 0;
  if (Deno.gid() === gid) return (mode & 0o040) !== 0;
  return (mode & 0o004) !== 0;
}
