/**
 * Part of the page's script: names that are cut, which the mouse shows in full.
 *
 * @module
 */

/** Show the whole name where the mouse is, if there is more of it than room. */
export function startLongNames(): void {
  document.addEventListener("mouseover", ({ target }) => {
    const label = (target as HTMLElement).closest<HTMLElement>("#entries .label");
    if (label === null) return;
    const isCut = label.scrollHeight > label.clientHeight;
    label.title = isCut ? label.querySelector("bdi")!.textContent ?? "" : "";
  });
}
