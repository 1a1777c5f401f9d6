/**
 * Part of the page's script: looking at files without leaving the page.
 *
 * @module
 */

import { byId, linkOf, nameOf, shownRows } from "./elements.ts";
import { chooseRows, chooseThrough } from "./selection.ts";

/** The entries that can be looked at. */
export function previewRows(): HTMLTableRowElement[] {
  return shownRows().filter((row) => row.dataset.preview !== undefined);
}

/** What shows a file. What the browser cannot read gives way to a sentence about that. */
export function makeViewer(kind: string, name: string, href: string): HTMLElement {
  if (kind === "text" || kind === "code") return makeTextViewer(kind, href);
  const viewer = makeMediaViewer(kind, name, href);
  viewer.addEventListener("error", () => {
    const note = document.createElement("p");
    note.className = "note";
    note.role = "status";
    note.textContent = "This file cannot be shown.";
    viewer.replaceWith(note);
  });
  return viewer;
}

/** What shows a picture, plays sound or a film, or pages through a document. */
export function makeMediaViewer(kind: string, name: string, href: string): HTMLElement {
  if (kind === "pdf") {
    const frame = document.createElement("iframe");
    frame.title = name;
    frame.src = href;
    return frame;
  }
  if (kind === "image") {
    const image = document.createElement("img");
    image.alt = name;
    image.src = href;
    return image;
  }
  const player = document.createElement(kind === "audio" ? "audio" : "video");
  player.controls = true;
  player.ariaLabel = name;
  player.src = href;
  return player;
}

/** A place for text, which comes by and by. */
export function makeTextViewer(kind: string, href: string): HTMLElement {
  const source = document.createElement("pre");
  source.className = `source ${kind}`;
  source.tabIndex = 0;
  source.dir = "auto";
  source.setAttribute("role", "region");
  source.ariaLabel = "Text";
  loadText(href, 256 * 1024).then((text) => source.textContent = text, () => {
    source.textContent = "This file cannot be shown.";
    source.classList.add("note");
  });
  return source;
}

/** The start of a text file; what is behind it is not transferred. */
export async function loadText(href: string, limit: number): Promise<string> {
  const response = await fetch(href);
  if (!response.ok || response.body === null) throw new Error(response.statusText);
  const reader = response.body.getReader();
  const decoder = new TextDecoder();
  let text = "";
  for (let length = 0; length < limit;) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    const part = value.subarray(0, limit - length);
    length += part.length;
    text += decoder.decode(part, { stream: true });
  }
  reader.cancel();
  return `${text}\n\n[…] Open the file to see the rest.`;
}

/** Look at an entry. */
export function showPreview(row: HTMLTableRowElement): void {
  const rows = previewRows();
  const index = rows.indexOf(row);
  const dialog = byId<HTMLDialogElement>("preview");
  const { href } = linkOf(row);
  dialog.dataset.index = String(index);
  byId("preview-name").textContent = nameOf(row);
  byId("preview-place").textContent = `${index + 1} of ${rows.length}`;
  byId<HTMLAnchorElement>("preview-open").href = href;
  byId<HTMLAnchorElement>("preview-download").href = href;
  byId<HTMLButtonElement>("preview-previous").hidden = index <= 0;
  byId<HTMLButtonElement>("preview-next").hidden = index >= rows.length - 1;
  const viewer = makeViewer(row.dataset.preview!, nameOf(row), href);
  byId("preview-stage").replaceChildren(viewer);
  const opened = !dialog.open;
  if (opened) dialog.showModal();
  // A button that leads on keeps the focus. Text has it otherwise, to be scrolled.
  const focused = document.activeElement!;
  if (opened || !dialog.contains(focused) || !focused.checkVisibility()) {
    (viewer.classList.contains("source") ? viewer : byId("preview-close")).focus();
  }
}

/** Look at the one before, or behind. */
export function stepPreview(step: number): void {
  const row = previewRows()[Number(byId("preview").dataset.index) + step];
  if (row !== undefined) showPreview(row);
}

/**
 * Close the preview, and lead back to the entry that was looked at last: at once, since a key that is
 * pressed next goes on from there. The browser tells a task later that a dialog is closed.
 */
export function closePreview(): void {
  const dialog = byId<HTMLDialogElement>("preview");
  dialog.close();
  byId("preview-stage").replaceChildren();
  const row = previewRows()[Number(dialog.dataset.index)];
  delete dialog.dataset.index;
  if (row !== undefined) linkOf(row).focus();
}

/**
 * A click at an entry: it is looked at, or chosen, if entries are being selected. Beside its link, it
 * is chosen with Ctrl, and with Shift all up to it; at the link, these are the browser's.
 */
export function onEntryClick(event: MouseEvent): void {
  const target = event.target as HTMLElement;
  const row = target.closest<HTMLTableRowElement>("#entries tr");
  if (row === null || target.closest(".pick") !== null || event.button !== 0) return;
  const onLink = target.closest("a") !== null;
  const toggles = event.ctrlKey || event.metaKey;
  if (onLink && (toggles || event.shiftKey || event.altKey)) return;
  if (event.shiftKey) chooseThrough(row);
  else if (toggles || document.body.classList.contains("selecting")) {
    chooseRows([row], !row.classList.contains("chosen"));
  } else if (row.dataset.preview !== undefined) showPreview(row);
  else if (!onLink) linkOf(row).click();
  else return;
  event.preventDefault();
}

/** Show previews from now on. */
export function startPreview(): void {
  const dialog = byId<HTMLDialogElement>("preview");
  document.getElementById("entries")?.addEventListener("click", onEntryClick);
  byId("preview-previous").addEventListener("click", () => stepPreview(-1));
  byId("preview-next").addEventListener("click", () => stepPreview(1));
  byId("preview-close").addEventListener("click", closePreview);
  // Escape, and the gesture to go back; a browser may close it without asking.
  dialog.addEventListener("cancel", closePreview);
  dialog.addEventListener("close", () => {
    if (!dialog.open && dialog.dataset.index !== undefined) closePreview();
  });
  dialog.addEventListener("click", ({ target }) => {
    if (target === dialog) closePreview();
  });
  dialog.addEventListener("keydown", (event) => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    // Players have their own use for arrows.
    if (step === undefined || /^(AUDIO|VIDEO)$/.test((event.target as Element).tagName)) return;
    stepPreview(step);
    event.preventDefault();
  });
}
