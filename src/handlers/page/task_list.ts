/**
 * Lists of tasks in Markdown, as on GitHub: `- [x] done`.
 *
 * @module
 */

import type { MarkdownIt, StateCore } from "npm:markdown-it@15.0.3";

/** What begins a task: brackets, and white space before anything else (GitHub Flavored Markdown, section 5.3). */
const MARKER_REGEXP = /^\[([ \t\nxX])\][ \t\n]+(?=\S)/;

/** The type of the tokens that stand for a box. */
const BOX = "task_box";

/**
 * Let a renderer show tasks with boxes, which nobody can tick.
 *
 * @param markdown The renderer
 */
export function addTaskLists(markdown: MarkdownIt): void {
  // Before there are links: what is in the brackets may be the name of one.
  markdown.core.ruler.before("inline", "task_lists", findTasks);
  markdown.renderer.rules[BOX] = (tokens, index) =>
    tokens[index]!.meta?.isDone
      ? '<input type="checkbox" disabled="" checked="" aria-label="Done"> '
      : '<input type="checkbox" disabled="" aria-label="To do"> ';
}

/** Put a box in the place of each marker. */
function findTasks(state: StateCore): void {
  state.tokens = state.tokens.flatMap((token, index, tokens) => {
    const item = tokens[index - 2];
    const isFirst = token.type === "inline" && item?.type === "list_item_open" &&
      tokens[index - 1]!.type === "paragraph_open";
    const [marker = "", mark] = isFirst ? MARKER_REGEXP.exec(token.content) ?? [] : [];
    if (mark === undefined) return token;
    item!.attrJoin("class", "task");
    token.content = token.content.slice(marker.length);
    const box = new state.Token(BOX, "input", 0);
    box.meta = { isDone: /x/i.test(mark) };
    return [box, token];
  });
}
