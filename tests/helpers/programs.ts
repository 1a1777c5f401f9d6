/**
 * Programs of the machine that some tests run: those tests are ignored where they are missing.
 *
 * @module
 */

import { textOf } from "./bytes.ts";

/**
 * Where a program is.
 *
 * @param name Its name, or its path
 * @param args What it is asked, to see whether it works
 * @returns What it answers; `undefined` if there is no such program
 */
function ask(name: string, args: readonly string[]): string | undefined {
  try {
    const { success, stdout } = new Deno.Command(name, { args: [...args] }).outputSync();
    return success ? textOf(stdout).trim() : undefined;
  } catch {
    return undefined;
  }
}

/**
 * The path of a program.
 *
 * @param name Its name
 * @returns The path; `undefined` if there is no such program
 */
export function which(name: string): string | undefined {
  return ask("which", [name]);
}

/** The path of Python. */
export const PYTHON = ask("python3", ["-c", "import sys; print(sys.executable)"]);

/** The path of Perl. */
export const PERL = ask("perl", ["-e", "print $^X"]);

/** The path of `php-cgi`. */
export const PHP = ask("which", ["php-cgi"]);

const gitPath = ask("git", ["--exec-path"]);

/** The path of `git http-backend`. */
export const GIT_HTTP_BACKEND = gitPath && ask("ls", [`${gitPath}/git-http-backend`]);

/** The path of zsh. */
export const ZSH = ask("which", ["zsh"]);

/** The path of fish. */
export const FISH = ask("which", ["fish"]);

/** The library that sets the clock of a program which it is preloaded into. */
export const FAKETIME = ask("faketime", ["-m", "-f", "+0", "printenv", "LD_PRELOAD"]);
