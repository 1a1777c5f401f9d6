/**
 * Kinds of files, by the ends of their names: which icon they have, and how they are previewed.
 *
 * @module
 */

/** A kind of entry; each has an icon. */
export type Kind =
  | "folder"
  | "image"
  | "audio"
  | "video"
  | "pdf"
  | "text"
  | "code"
  | "archive"
  | "file";

/** How a file can be looked at within the page. */
export type Preview = "image" | "audio" | "video" | "pdf" | "text" | "code";

/** Kinds and their extensions. Images, sounds and films are those that browsers show. */
const EXTENSIONS: Readonly<Record<Exclude<Kind, "folder" | "file">, string>> = {
  image: "apng avif bmp gif ico jfif jpeg jpg png svg webp",
  audio: "aac flac m4a mp3 oga ogg opus wav weba",
  video: "m4v mkv mov mp4 ogv webm",
  pdf: "pdf",
  text: "adoc csv diff log markdown md org patch rst srt tex text tsv txt vtt",
  code:
    "bash bat c cc cfg clj cmake conf cpp cs css cts dart env ex exs fish go gradle graphql h " +
    "hpp hs htm html ini java jl js json json5 jsonc jsonl jsx kt less lock lua m mjs ml mts nim " +
    "nix php pl properties proto ps1 py r rb rs sass scala scss sh sql svelte swift tf toml ts " +
    "tsx vim vue xml yaml yml zig zsh",
  archive: "7z br bz2 deb dmg gz img iso jar lz4 rar rpm tar tgz whl xz zip zst",
};

/** Text files that have a name but no extension. */
const TEXT_NAMES = /^(authors|changelog|contributing|copying|license|notice|readme|todo)$/;
const CODE_NAMES = /^(\.[a-z]+(ignore|rc|attributes|config)|dockerfile|makefile|justfile)$/;

const KINDS: ReadonlyMap<string, Kind> = new Map(
  Object.entries(EXTENSIONS).flatMap(([kind, extensions]) =>
    extensions.split(" ").map((extension) => [extension, kind as Kind])
  ),
);

/**
 * The kind of a file.
 *
 * @param name Its name
 * @returns The kind; `"file"` where the name tells none
 */
export function kindOf(name: string): Kind {
  const lower = name.toLowerCase();
  if (TEXT_NAMES.test(lower)) return "text";
  if (CODE_NAMES.test(lower)) return "code";
  const dot = lower.lastIndexOf(".");
  return (dot > 0 ? KINDS.get(lower.slice(dot + 1)) : undefined) ?? "file";
}

/**
 * How files of a kind are previewed.
 *
 * @param kind The kind
 * @returns How; `undefined` for not at all
 */
export function previewOf(kind: Kind): Preview | undefined {
  switch (kind) {
    case "image":
    case "audio":
    case "video":
    case "pdf":
    case "text":
    // The source is shown: what it does, it only does when it is opened.
    case "code":
      return kind;
    default:
      return undefined;
  }
}
