/**
 * The script of what is in the page only when an ability is on. It comes after that of the page, and
 * calls its functions.
 *
 * @module
 */

import { assembleScript } from "./assemble_script.ts";
import * as deletion from "./deletion.ts";
import * as dropping from "./dropping.ts";
import * as folder from "./folder.ts";
import * as moving from "./moving.ts";
import * as serverRequest from "./server_request.ts";
import * as upload from "./upload.ts";
import * as uploadList from "./upload_list.ts";

/** The script. */
export const SHARING_SCRIPT: string = assembleScript(
  [serverRequest, upload, folder, uploadList, dropping, deletion, moving],
  [
    dropping.startUploads,
    deletion.startDeletion,
    moving.startMoving,
    serverRequest.startAgain,
  ],
);
