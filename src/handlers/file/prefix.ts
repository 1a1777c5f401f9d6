/**
 * Serving a directory under another path than `/`.
 *
 * @module
 */

/**
 * Take the prefix away from a target.
 *
 * @param target The target, in origin form
 * @param prefix The prefix, with or without a slash at the end
 * @returns The target below the prefix, which begins with a slash; `""` for the prefix without a slash
 * behind it; `undefined` for what is not below it: `/filesystem` is not below `/files`
 */
export function withoutPrefix(target: string, prefix: string): string | undefined {
  const length = prefix.endsWith("/") ? prefix.length - 1 : prefix.length;
  if (!target.startsWith(prefix.slice(0, length))) return undefined;
  const next = target[length];
  if (next === "/") return target.slice(length);
  return next === undefined || next === "?" || next === "#" ? "" : undefined;
}
