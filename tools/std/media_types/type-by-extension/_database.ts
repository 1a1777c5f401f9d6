// deno-lint-ignore no-import-prefix -- the real package has no such import, so deno.json hasn't either
import database from "npm:mime-db@1.53.0/db.json" with { type: "json" };

/** What is known of a media type. */
interface Entry {
  /** Who says so. */
  readonly source?: string;
  /** File name endings without the dot, the preferred one first. */
  readonly extensions?: string[];
}

/** Which source's word counts for an ending that several types claim: a later one's. */
const SOURCES = ["nginx", "apache", undefined, "iana"];

/** Types that give way whoever names them: they say little about a file. */
const VAGUE = new Set(["application/octet-stream", "application/mp4"]);

const entries = new Map(Object.entries(database as Record<string, Entry>));

/** The media type of each file name ending. */
export const types: ReadonlyMap<string, string> = chooseTypes();

function chooseTypes(): Map<string, string> {
  const chosen = new Map<string, string>();
  for (const [type, { extensions = [] }] of entries) {
    for (const extension of extensions) {
      const current = chosen.get(extension);
      if (current === undefined || givesWay(current, type)) chosen.set(extension, type);
    }
  }
  return chosen;
}

function givesWay(current: string, type: string): boolean {
  if (VAGUE.has(current)) return true;
  const rank = SOURCES.indexOf(entries.get(current)?.source);
  const newRank = SOURCES.indexOf(entries.get(type)?.source);
  return rank < newRank || rank === newRank && !current.startsWith("application/");
}
