/**
 * By which methods clients may change something. Small, since it is loaded always.
 *
 * @module
 */

/** What there may be. */
export interface WritingAbilities {
  readonly upload?: boolean | undefined;
  readonly mkdir?: boolean | undefined;
  readonly delete?: boolean | undefined;
  readonly archive?: boolean | undefined;
}

/**
 * The methods besides `GET`, `HEAD` and `OPTIONS`.
 *
 * @param abilities What there is
 * @returns The method tokens, for `Allow`
 */
export function writingMethods(
  { upload = false, mkdir = false, delete: remove = false, archive = false }: WritingAbilities,
): string[] {
  return [
    ...(upload ? ["PUT", "PATCH"] : []),
    ...(upload || mkdir || archive ? ["POST"] : []),
    ...(remove ? ["DELETE"] : []),
    ...(mkdir ? ["MKCOL"] : []),
  ];
}
