/** What a server is to the comparison. Nothing here knows any of them by name. */
import type { InstallOptions } from "./install.ts";
import type { Choice } from "./options.ts";

/** Where one process of a server is to run. */
export interface Place {
  /** Port on 127.0.0.1. */
  readonly port: number;
  /** Directory to serve. */
  readonly directory: string;
  /** Directory for configuration and state; removed after the process has ended. */
  readonly scratch: string;
  /** File for access logs; the process's output goes there as well. */
  readonly log: string;
}

/** A command line. */
export interface Launch {
  /** Program and arguments; the program stays in the foreground. */
  readonly argv: readonly string[];
  /** Variables to add to the environment. */
  readonly env?: Record<string, string>;
  /** Working directory. */
  readonly cwd?: string;
}

/** A server that is here and can be started. */
export interface Found {
  /** Its version. */
  readonly version: string;
  /** Write what configuration it needs, and word the command line. */
  launch(place: Place): Launch;
}

/** What finding depends on. */
export interface FindOptions extends InstallOptions {
  /** Checkout of the `@std` repository. */
  stdPath: string | undefined;
  /** Directory for files that live as long as the program. */
  scratch: string;
}

/** A server to compare. */
export interface Server extends Choice {
  /** Whether it is as fast at first as later, as what is not compiled while it runs is. */
  readonly isSteady?: boolean;
  /** Look for it; a string says why it is left out. */
  find(options: FindOptions): Promise<Found | string>;
}
