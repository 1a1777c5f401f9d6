/**
 * The page's script, made of functions of this project: so it is checked by the compiler, the linter
 * and the tests as all code is, and needs no build. Their text is what Deno runs, without types.
 *
 * What a function calls must be among them too, under its own name, since they share one scope in the
 * page, and nothing else.
 *
 * @module
 */

import { filterWords, matchesWords } from "../name_filter.ts";
import { foldText } from "../natural_order.ts";
import { formatSize } from "../size_text.ts";
import { relativeDate, showDates } from "./dates.ts";
import { byId, linkOf, nameOf, shownRows } from "./elements.ts";
import { applyFilter, startFilter, submitFilter } from "./filter.ts";
import {
  columnCount,
  moveFocus,
  onFilterKey,
  onPageKey,
  placeAfter,
  startKeyboard,
} from "./keyboard.ts";
import {
  closePreview,
  loadText,
  makeMediaViewer,
  makeTextViewer,
  makeViewer,
  onEntryClick,
  previewRows,
  showPreview,
  startPreview,
  stepPreview,
} from "./preview.ts";
import {
  addPickers,
  chooseFocused,
  chooseRows,
  chooseThrough,
  chosenRows,
  copyChosen,
  downloadChosen,
  onPickerClick,
  showSelection,
  startSelection,
} from "./selection.ts";
import { startLongNames } from "./long_names.ts";
import { showIcon, startThumbnails } from "./thumbnails.ts";

/** What is called when the page has been read, in this order. */
const STARTERS = [
  showDates,
  startThumbnails,
  startLongNames,
  startSelection,
  startFilter,
  startPreview,
  startKeyboard,
];

/** What they call, file by file. */
const CALLED = [
  ...[byId, linkOf, nameOf, shownRows, foldText, filterWords, matchesWords, formatSize],
  ...[relativeDate, applyFilter, submitFilter],
  ...[columnCount, moveFocus, onFilterKey, onPageKey, placeAfter],
  ...[closePreview, loadText, makeMediaViewer, makeTextViewer, makeViewer, onEntryClick],
  ...[previewRows, showIcon, showPreview, stepPreview],
  ...[addPickers, chooseFocused, chooseRows, chooseThrough, chosenRows, copyChosen, downloadChosen],
  ...[onPickerClick, showSelection],
];

/** The script. Indentation and comments are for its readers. */
export const SCRIPT: string = [
  '"use strict";',
  ...[...CALLED, ...STARTERS].map(String),
  ...STARTERS.map(({ name }) => `${name}();`),
].join("\n").replace(/\n\s*(\/\/.*)?(?=\n)/g, "").replace(/\n +/g, "\n");
