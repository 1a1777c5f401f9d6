/**
 * Request targets.
 *
 * @module
 */

import { fromBytes } from "../../tests/conformance/packing.ts";
import type { Entry } from "../../tests/conformance/tree.ts";
import type { Random } from "./random.ts";
import { ODD_TARGETS, TARGET_PREFIXES, TARGET_SUFFIXES } from "./vocabulary.ts";

/** Makes targets, most of which lead to something in a tree. */
export class Targets {
  /** The paths, by the first name: some directories have hundreds of files. */
  readonly #paths: string[][];

  /**
   * @param entries The tree
   */
  constructor(entries: readonly Entry[]) {
    const paths = new Set<string>();
    for (const { path } of entries) {
      const names = path.split("/");
      // Each directory on the way as well; the first name is the root itself.
      for (let end = 1; end <= names.length; end++) paths.add(names.slice(1, end).join("/"));
    }
    this.#paths = [...Map.groupBy(paths, (path) => path.split("/")[0]).values()];
  }

  /** The target of something in the tree, properly written. */
  plain(random: Random): string {
    return `/${random.pick(random.pick(this.#paths)).split("/").map(encodeURIComponent).join("/")}`;
  }

  /** A target. */
  make(random: Random): string {
    if (random.chance(0.1)) return random.pick(ODD_TARGETS);
    const path = encode(random, random.pick(random.pick(this.#paths)));
    const slash = random.chance(0.03) ? "" : "/";
    return random.pick(TARGET_PREFIXES) + slash + path + random.pick(TARGET_SUFFIXES);
  }
}

/** Write a path as a target: properly, or in one of the ways that are not. */
function encode(random: Random, path: string): string {
  switch (random.below(8)) {
    case 0:
      return fromBytes(new TextEncoder().encode(path));
    case 1:
      return fromBytes(new TextEncoder().encode(path)).replace(
        /[^/]/g,
        (byte) => random.chance(0.3) ? percent(byte) : byte,
      );
    case 2:
      return encodeURIComponent(path);
    case 3:
      return encodeURIComponent(encodeURIComponent(path));
    default:
      return path.split("/").map(encodeURIComponent).join("/");
  }
}

function percent(byte: string): string {
  return `%${byte.charCodeAt(0).toString(16).padStart(2, "0")}`;
}
