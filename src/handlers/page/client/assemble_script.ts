/**
 * Scripts of the page, made of functions of this project: so they are checked by the compiler, the
 * linter and the tests as all code is, and need no build. Their text is what Deno runs, without types.
 *
 * What a function calls must be exported too, by its own name, since all share one scope in the page,
 * and nothing else.
 *
 * @module
 */

/** A function or a class. */
type Definition = ((...args: never[]) => unknown) | (new (...args: never[]) => unknown);

/**
 * Put a script together.
 *
 * @param modules All that it defines, by name; a module's constants have no place in it
 * @param starters What is called when the page has been read, in this order
 * @returns The script, without indentation and comments, which are for readers of the source
 */
export function assembleScript(
  modules: readonly Readonly<Record<string, Definition>>[],
  starters: readonly (() => void)[],
): string {
  return [
    '"use strict";',
    ...modules.flatMap((module) => Object.values(module)).map(textOf),
    ...starters.map(({ name }) => `${name}();`),
  ].join("\n").replace(/^\s*\/\*\*[^]*?\*\/\s*/gm, "").replace(/\n\s*(\/\/.*)?(?=\n)/g, "")
    .replace(/\n +/g, "\n");
}

/** A definition. What puts modules together may take a class's name out of its text. */
function textOf(definition: Definition): string {
  const text = String(definition);
  return text.startsWith("class") ? `const ${definition.name} = ${text};` : text;
}
