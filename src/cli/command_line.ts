/**
 * The command line: arguments to settings, or to an answer.
 *
 * @module
 */

import { parseArguments } from "./arguments.ts";
import { checkFileFlags } from "./options/file_options.ts";
import { printError, printResult, PROGRAM } from "./output.ts";
import type { Settings } from "./settings.ts";
import { UsageError } from "./usage_error.ts";

/** The exit status of a command whose arguments are wrong. CPython: `ArgumentParser.error`. */
const USAGE_STATUS = 2;

/** What makes the command another one, where it is the first argument. */
const HASH_PASSWORD = "hash-password";

/** The width of what is no terminal. CPython: `shutil.get_terminal_size`. */
const DEFAULT_WIDTH = 80;

/**
 * Read the command line. Help goes to standard output, and what is wrong to standard error.
 *
 * @param args The arguments, without the program's name
 * @returns The settings, or the exit status if there is nothing left to do
 * @throws {Deno.errors.NotCapable} when Deno does not permit to read the file with a password
 * @throws {Error} when what is asked for cannot be written
 */
export async function readCommandLine(args: readonly string[]): Promise<Settings | number> {
  try {
    if (args[0] === HASH_PASSWORD) {
      const { runHashPassword } = await import("./hash_password.ts");
      return await runHashPassword(args.slice(1));
    }
    const settings = parseArguments(args);
    if (settings.help) {
      const { formatHelp } = await import("./help.ts");
      printResult(formatHelp(terminalWidth()));
      return 0;
    }
    if (settings.version) {
      printResult(`${PROGRAM} ${await ownVersion()} (Deno ${Deno.version.deno})\n`);
      return 0;
    }
    if (settings.completions !== undefined) {
      const { formatCompletions } = await import("./completions.ts");
      printResult(formatCompletions(settings.completions));
      return 0;
    }
    checkFileFlags(settings);
    await checkUsers(settings);
    checkInput(settings);
    return await withTlsChecked(settings);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    const { formatUsage } = await import("./help.ts");
    printError(`${formatUsage(terminalWidth())}${PROGRAM}: error: ${error.message}\n`);
    return USAGE_STATUS;
  }
}

async function ownVersion(): Promise<string> {
  const { default: { version } } = await import("../../deno.json", { with: { type: "json" } });
  return version;
}

function checkInput({ directory, simple, cgi, stdinName }: Settings): void {
  if (directory !== "-") {
    if (stdinName === undefined) return;
    throw new UsageError("argument --stdin-name: needs the directory -");
  }
  const other = simple ? "--simple" : cgi ? "--cgi" : undefined;
  if (other === undefined) return;
  throw new UsageError(`argument ${other}: not allowed with standard input`);
}

async function checkUsers({ access }: Settings): Promise<void> {
  if (access.users.length === 0 && !access.publicRead && !access.insecurePlain) return;
  const { checkAccess } = await import("./access.ts");
  checkAccess(access);
}

async function withTlsChecked(settings: Settings): Promise<Settings> {
  const { tlsCert, tlsKey, tlsPasswordFile, tlsSelfSigned } = settings;
  const given = [tlsCert, tlsKey, tlsPasswordFile, tlsSelfSigned];
  if (given.every((option) => option === undefined)) return settings;
  const { checkTls } = await import("./tls/tls_settings.ts");
  return checkTls(settings);
}

function terminalWidth(): number {
  try {
    return Deno.consoleSize().columns || DEFAULT_WIDTH;
  } catch {
    return DEFAULT_WIDTH;
  }
}
