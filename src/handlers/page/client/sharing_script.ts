/**
 * The script of what is in the page only when an ability is on. It comes after that of the page, and
 * calls its functions.
 *
 * @module
 */

import {
  addressOf,
  archiveChosen,
  askDeletion,
  decodeName,
  deleteChosen,
  deleteOne,
  isFolder,
  startDeletion,
} from "./deletion.ts";
import {
  droppedFiles,
  entriesOf,
  findFiles,
  pastedFiles,
  pickedFiles,
  startDropping,
  startPickers,
  startUploads,
} from "./dropping.ts";
import { PageFolder } from "./folder.ts";
import { PageUpload, UploadRefusedError } from "./upload.ts";
import { progressText, UploadList } from "./upload_list.ts";

/** What is called when the page has been read. */
const STARTERS = [startUploads, startDeletion];

/** What they call, besides what the page's own script has. */
const CALLED = [
  ...[UploadRefusedError, PageFolder, PageUpload, UploadList, progressText],
  ...[droppedFiles, entriesOf, findFiles, pastedFiles, pickedFiles, startDropping, startPickers],
  ...[addressOf, archiveChosen, askDeletion, decodeName, deleteChosen, deleteOne, isFolder],
];

/** The script. Indentation and comments are for its readers. */
export const SHARING_SCRIPT: string = [
  '"use strict";',
  ...[...CALLED, ...STARTERS].map(String),
  ...STARTERS.map(({ name }) => `${name}();`),
].join("\n").replace(/^\s*\/\*\*[^]*?\*\/\n/gm, "").replace(/\n\s*(\/\/.*)?(?=\n)/g, "")
  .replace(/\n +/g, "\n");
