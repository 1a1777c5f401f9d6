/**
 * The media types that CPython's table does not know, from `@std/media-types`: a large table, loaded
 * when a file first needs it.
 *
 * @module
 */

type TypeByExtension = (extension: string) => string | undefined;

let typeByExtension: TypeByExtension | undefined;

/** Whether {@linkcode typeOfExtension} knows more than nothing. */
export function moreTypesLoaded(): boolean {
  return typeByExtension !== undefined;
}

/** Load the table. Where it cannot be had, a server without network for example, there is none. */
export async function loadMoreTypes(): Promise<void> {
  try {
    ({ typeByExtension } = await import("@std/media-types"));
  } catch {
    typeByExtension = () => undefined;
  }
}

/**
 * The media type that goes with an extension.
 *
 * @param extension The extension, with its dot
 * @returns The type without parameters; `undefined` where there is none, or the table is not loaded
 */
export function typeOfExtension(extension: string): string | undefined {
  return extension === "" ? undefined : typeByExtension?.(extension);
}
