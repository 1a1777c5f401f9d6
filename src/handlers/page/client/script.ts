/**
 * The page's script.
 *
 * @module
 */

import { filterWords, matchesWords } from "../name_filter.ts";
import { foldText } from "../natural_order.ts";
import { formatSize } from "../size_text.ts";
import { assembleScript } from "./assemble_script.ts";
import * as dates from "./dates.ts";
import * as elements from "./elements.ts";
import * as filter from "./filter.ts";
import * as keyboard from "./keyboard.ts";
import * as longNames from "./long_names.ts";
import * as preview from "./preview.ts";
import * as selection from "./selection.ts";
import * as thumbnails from "./thumbnails.ts";

/** What the server uses as well. */
const COMMON = { foldText, filterWords, matchesWords, formatSize };

/** The script. */
export const SCRIPT: string = assembleScript(
  [COMMON, elements, dates, filter, keyboard, longNames, preview, selection, thumbnails],
  [
    dates.showDates,
    thumbnails.startThumbnails,
    longNames.startLongNames,
    selection.startSelection,
    filter.startFilter,
    preview.startPreview,
    keyboard.startKeyboard,
  ],
);
