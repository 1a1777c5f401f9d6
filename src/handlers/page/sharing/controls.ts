/**
 * Controls to upload, to make folders, to download archives, and to delete. Uploading, folders and
 * archives of the whole directory work without JavaScript.
 *
 * @module
 */

import { escape } from "../../../python/html.ts";
import type { Abilities } from "../abilities.ts";
import { icon } from "../icons.ts";

/**
 * The controls above the files.
 *
 * @param abilities What is on
 * @param path The path of the directory, as sent
 * @returns HTML
 */
export function renderControls({ upload, mkdir, archive }: Abilities, path: string): string {
  const action = escape(path);
  const controls = [
    ...(upload ? [renderUpload(action)] : []),
    ...(mkdir ? [renderMakeDirectory(action)] : []),
    ...(archive ? [renderArchive()] : []),
  ];
  return controls.length === 0 ? "" : `<div class="sharing">${controls.join("\n")}</div>\n`;
}

function renderUpload(action: string): string {
  return `<form class="upload" id="upload" method="post" enctype="multipart/form-data"
action="${action}"><label class="tool" for="upload-files">${icon("upload")}Upload files</label>
<input type="file" name="file" id="upload-files" multiple>
<label class="tool" for="upload-folder" id="upload-folder-label" hidden>${
    icon("folder")
  }Upload a folder</label>
<input type="file" id="upload-folder" webkitdirectory multiple hidden>
<button class="tool" id="upload-send">Send</button></form>`;
}

function renderMakeDirectory(action: string): string {
  return `<form class="mkdir" id="mkdir" method="post" action="${action}">
<input name="mkdir" id="mkdir-name" aria-label="Name of a new folder" placeholder="New folder"
required autocomplete="off" maxlength="255" dir="auto"><button class="tool">Create</button></form>`;
}

function renderArchive(): string {
  return `<a class="tool" href="?archive=zip" id="archive" download>${
    icon("download")
  }Download all as zip</a>`;
}

/**
 * The controls for what is selected.
 *
 * @param abilities What is on
 * @returns HTML
 */
export function renderSelectionControls(abilities: Abilities): string {
  return [
    abilities.archive
      ? `<button type="button" id="archive-chosen"${abilities.readOnly ? " data-read-only" : ""}>${
        icon("archive")
      }<span class="tool-label">Zip</span></button>\n`
      : "",
    abilities.delete
      ? `<button type="button" id="delete-chosen">${
        icon("trash")
      }<span class="tool-label">Delete</span></button>\n`
      : "",
  ].join("");
}

/**
 * What is hidden until it is needed: the uploads under way, and the question before a deletion.
 *
 * @param abilities What is on
 * @returns HTML
 */
export function renderPanels(abilities: Abilities): string {
  return (abilities.upload ? UPLOADS : "") + (abilities.delete ? DELETION : "");
}

const UPLOADS = `<p id="uploaded" class="unseen" role="status"></p>
<section id="uploads" class="uploads" aria-label="Uploads" hidden>
<div class="uploads-bar"><p id="uploads-summary" role="status"></p>
<button type="button" class="tool" id="uploads-close">Close</button></div>
<ul id="uploads-list"></ul>
</section>
`;

const DELETION =
  `<dialog id="deletion" class="question" aria-labelledby="deletion-title" aria-describedby="deletion-names">
<h2 id="deletion-title">Delete?</h2>
<p id="deletion-names"></p>
<p id="deletion-contents"><label><input type="checkbox" id="deletion-recursive"> Delete what is in the
folders, too</label></p>
<p id="deletion-problem" role="alert"></p>
<div class="answers"><button type="button" class="tool" id="deletion-cancel">Cancel</button>
<button type="button" class="tool danger" id="deletion-confirm">Delete</button></div>
</dialog>
`;
