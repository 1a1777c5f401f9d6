/**
 * Controls to upload, to make folders, to download archives, to move, and to delete. Uploading,
 * folders and archives of the whole directory work without JavaScript.
 *
 * @module
 */

import { escape } from "../../../python/html.ts";
import { mayMove } from "../../sharing/abilities.ts";
import type { Abilities } from "../abilities.ts";
import { icon } from "../icons.ts";

/**
 * The controls above the files.
 *
 * @param abilities What is on
 * @param base What goes before the names in links
 * @returns HTML
 */
export function renderControls({ upload, mkdir, archive }: Abilities, base: string): string {
  // Relative, as links are: a proxy may have put the server below a path of its own.
  const action = escape(base || "./");
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
    mayMove(abilities)
      ? `<button type="button" id="move-chosen" title="Rename or move">${
        icon("rename")
      }<span class="tool-label">Move<span class="unseen"> or rename</span></span></button>\n`
      : "",
    abilities.delete
      ? `<button type="button" id="delete-chosen">${
        icon("trash")
      }<span class="tool-label">Delete</span></button>\n`
      : "",
  ].join("");
}

/**
 * What is hidden until it is needed: the uploads under way, the question before a deletion, and the one
 * where to move something.
 *
 * @param abilities What is on
 * @param path The path of the directory, as sent
 * @param root The path of the topmost directory, as sent
 * @returns HTML
 */
export function renderPanels(abilities: Abilities, path: string, root: string): string {
  return OUTCOME + (abilities.upload ? UPLOADS : "") + (abilities.delete ? DELETION : "") +
    (mayMove(abilities) ? renderMoving(path, root) : "");
}

const OUTCOME = '<p id="outcome" class="unseen" role="status"></p>\n';

const UPLOADS = `<section id="uploads" class="uploads" aria-label="Uploads" hidden>
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

function renderMoving(path: string, root: string): string {
  return `<dialog id="moving" class="question" aria-labelledby="moving-title" data-path="${
    escape(path)
  }" data-top="${escape(root)}">
<form id="moving-form" method="dialog">
<h2 id="moving-title">Rename or move</h2>
<p id="moving-names"></p>
<label for="moving-to" id="moving-label">New name, or path</label>
<input id="moving-to" required autocomplete="off" spellcheck="false" dir="auto"
aria-describedby="moving-names moving-hint">
<p id="moving-hint">A path that ends in <kbd>/</kbd> is that of a folder: <kbd>name/</kbd> is one in this
folder, <kbd>../</kbd> the one above, <kbd>/</kbd> the topmost.</p>
<p id="moving-problem" role="alert"></p>
<div class="answers"><button type="button" class="tool" id="moving-cancel">Cancel</button>
<button class="tool" id="moving-confirm">Move</button></div>
</form>
</dialog>
`;
}
