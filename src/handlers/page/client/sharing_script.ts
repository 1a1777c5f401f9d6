/**
 * The script of what is in the page only when an ability is on. It comes after that of the page, and
 * calls its functions.
 *
 * @module
 */

import { archiveChosen, askDeletion, chosenText, deleteChosen, startDeletion } from "./deletion.ts";
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
import {
  askMove,
  folderUnder,
  moveChosen,
  pathAfterMove,
  startDragging,
  startMoving,
} from "./moving.ts";
import {
  addressOf,
  askServer,
  decodeName,
  isFolder,
  nameBehindChosen,
  reloadAt,
  startAgain,
} from "./server_request.ts";
import { PageUpload, UploadRefusedError } from "./upload.ts";
import { progressText, UploadList } from "./upload_list.ts";

/** What is called when the page has been read. */
const STARTERS = [startUploads, startDeletion, startMoving, startAgain];

/** What they call, besides what the page's own script has. */
const CALLED = [
  ...[UploadRefusedError, PageFolder, PageUpload, UploadList, progressText],
  ...[droppedFiles, entriesOf, findFiles, pastedFiles, pickedFiles, startDropping, startPickers],
  ...[addressOf, askServer, decodeName, isFolder, nameBehindChosen, reloadAt],
  ...[archiveChosen, askDeletion, chosenText, deleteChosen],
  ...[askMove, folderUnder, moveChosen, pathAfterMove, startDragging],
];

/** The script. Indentation and comments are for its readers. */
export const SHARING_SCRIPT: string = [
  '"use strict";',
  ...[...CALLED, ...STARTERS].map(String),
  ...STARTERS.map(({ name }) => `${name}();`),
].join("\n").replace(/^\s*\/\*\*[^]*?\*\/\n/gm, "").replace(/\n\s*(\/\/.*)?(?=\n)/g, "")
  .replace(/\n +/g, "\n");
