/**
 * `hash-password`: makes what `--auth` takes.
 *
 * @module
 */

import { formatScrypt } from "../handlers/auth/password_hash.ts";
import { parseUser } from "../handlers/auth/users.ts";
import { hashPassword } from "../handlers/auth/verify.ts";
import { printError, printResult, PROGRAM } from "./output.ts";
import { Prompt } from "./prompt.ts";
import { UsageError } from "./usage_error.ts";

const USAGE = `usage: ${PROGRAM} hash-password [-h] [USER]

Reads a password from the terminal, or the first line of standard input, and
prints what --auth takes: USER:HASH, or only the hash if there is no USER.
The hash is one of scrypt, and another each time.
`;

/**
 * Run the command `hash-password`.
 *
 * @param args The arguments behind `hash-password`
 * @returns The exit status
 * @throws {UsageError} when they are not as they should be, or there is no password
 * @throws {Error} when standard output cannot be written to
 */
export async function runHashPassword(args: readonly string[]): Promise<number> {
  if (args.includes("-h") || args.includes("--help")) {
    printResult(USAGE);
    return 0;
  }
  const [user, ...more] = args;
  if (more.length > 0 || user?.startsWith("-")) {
    throw new UsageError(`hash-password: unrecognized arguments: ${args.join(" ")}`);
  }
  if (user?.includes(":")) throw new UsageError("hash-password: a name cannot have a colon in it");
  const password = await readPassword();
  if (password === undefined) return 1;
  if (password === "") throw new UsageError("hash-password: the password is empty");
  const line = `${user ?? "name"}:${formatScrypt(await hashPassword(password))}`;
  checkUser(line);
  printResult(`${user === undefined ? line.slice("name:".length) : line}\n`);
  return 0;
}

function checkUser(line: string): void {
  try {
    parseUser(line);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new UsageError(`hash-password: ${error.message}`, { cause: error });
  }
}

/** The password; `undefined` when the two that were typed differ. */
async function readPassword(): Promise<string | undefined> {
  using prompt = new Prompt();
  const password = await prompt.readSecret("Password: ");
  // What nobody sees being typed is typed twice.
  if (!prompt.isTerminal || await prompt.readSecret("Again: ") === password) return password;
  printError(`${PROGRAM}: error: The passwords are not the same\n`);
  return undefined;
}
