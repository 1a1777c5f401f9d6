/**
 * Where files are looked at within the page. It is empty, and closed, until the page's script opens
 * it.
 *
 * @module
 */

import { icon } from "./icons.ts";

/** The dialog. */
export const PREVIEW_DIALOG: string =
  `<dialog id="preview" class="preview" aria-labelledby="preview-name">
<div class="bar">
<h2 id="preview-name"></h2>
<span id="preview-place" class="place"></span>
<a class="tool" id="preview-open" title="Open">${icon("open")}<span class="unseen">Open</span></a>
<a class="tool" id="preview-download" download title="Download">${
    icon("download")
  }<span class="unseen">Download</span></a>
<button class="tool" type="button" id="preview-close" title="Close">${
    icon("close")
  }<span class="unseen">Close</span></button>
</div>
<div class="stage" id="preview-stage"></div>
<button class="step previous" type="button" id="preview-previous" title="Previous">${
    icon("previous")
  }<span class="unseen">Previous</span></button>
<button class="step next" type="button" id="preview-next" title="Next">${
    icon("next")
  }<span class="unseen">Next</span></button>
</dialog>`;
