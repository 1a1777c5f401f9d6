/**
 * What an option of the command is, and an operand.
 *
 * @module
 */

import type { Settings } from "../settings.ts";

/** An option of the command. */
export interface Option {
  /** The name after `--`. */
  readonly name: string;
  /** The letter after `-`. */
  readonly letter?: string;
  /** What the values stand for in usage and help; an option without values is a switch. */
  readonly values?: readonly string[];
  /** What the value stands for that may follow the name of a switch, and `=`. */
  readonly inlineValue?: string;
  /** What the value may be, where that can be counted. */
  readonly choices?: readonly string[];
  /** What the value names, for shells to complete it. */
  readonly names?: "file" | "directory";
  /** What help says. */
  readonly help: string;
  /**
   * Do what the option says. Called each time that it is given.
   *
   * @param settings Where to
   * @param values As many as `values` names
   * @throws {UsageError} when a value is not as it should be: why, without the option's name
   */
  apply(settings: Settings, ...values: string[]): void;
}

/** What is given without an option's name. */
export interface Operand {
  /** What usage and help call it. */
  readonly name: string;
  /** What help says. */
  readonly help: string;
  /** Whether an argument is this operand. */
  matches(value: string): boolean;
  /**
   * Set what the argument says.
   *
   * @param settings Where to
   * @param value The argument
   * @throws {UsageError} when it is not as it should be
   */
  apply(settings: Settings, value: string): void;
}
