/**
 * The page's style sheet.
 *
 * Style and script are TypeScript modules, since a package on JSR cannot count on text files being
 * imported. The style is in strings, one for each part of the page; the script is made of real
 * functions: see `client/script.ts`.
 *
 * @module
 */

import { CARDS_STYLE, ROWS_STYLE } from "./entries.ts";
import { FRAME_STYLE } from "./frame.ts";
import { PREVIEW_STYLE } from "./preview.ts";
import { PROSE_STYLE } from "./prose.ts";
import { THEME_STYLE } from "./theme.ts";

/** The style sheet, without what is there for its readers only. */
export const STYLE: string = [
  THEME_STYLE,
  FRAME_STYLE,
  ROWS_STYLE,
  CARDS_STYLE,
  PREVIEW_STYLE,
  PROSE_STYLE,
].join("").replace(/\/\*.*?\*\//gs, "").replace(/\n\s*/g, "\n").trim();
