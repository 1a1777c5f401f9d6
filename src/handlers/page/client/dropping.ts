/**
 * Part of the page's script: files and folders that are dropped, picked or pasted.
 *
 * @module
 */

import { byId } from "./elements.ts";
import { type UploadFile, UploadList } from "./upload_list.ts";

/** What was found in what was dropped. */
export interface Found {
  readonly files: UploadFile[];
  /** The paths of what the browser may not read. */
  readonly unreadable: string[];
}

/** Find the files of an entry, which is a file or a folder, and the folders without any. */
export async function findFiles(entry: FileSystemEntry, found: Found): Promise<void> {
  const path = entry.fullPath.replace(/^\/+/, "");
  try {
    if (entry.isFile) {
      const file = await new Promise<File>((resolve, reject) =>
        (entry as FileSystemFileEntry).file(resolve, reject)
      );
      found.files.push({ file, path });
      return;
    }
    const inner = await entriesOf(entry);
    if (inner.length === 0) found.files.push({ file: null, path });
    for (const one of inner) await findFiles(one, found);
  } catch {
    found.unreadable.push(path);
  }
}

/** The entries of a folder: the browser gives a hundred at a time, until there are none. */
export async function entriesOf(folder: FileSystemEntry): Promise<FileSystemEntry[]> {
  const reader = (folder as FileSystemDirectoryEntry).createReader();
  const all: FileSystemEntry[] = [];
  for (;;) {
    const entries = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject)
    );
    if (entries.length === 0) return all;
    all.push(...entries);
  }
}

/** The files that were dropped. What is dropped has to be looked at before anything is waited for. */
export async function droppedFiles(data: DataTransfer): Promise<Found> {
  const entries = [...data.items].map((item) => item.webkitGetAsEntry());
  const folders = entries.filter((entry) => entry !== null);
  if (folders.length === 0) return { files: pickedFiles(data.files), unreadable: [] };
  const found: Found = { files: [], unreadable: [] };
  for (const entry of folders) await findFiles(entry, found);
  return found;
}

/** The files that were picked; those of a folder have paths. */
export function pickedFiles(files: FileList): UploadFile[] {
  return [...files].map((file) => ({ file, path: file.webkitRelativePath || file.name }));
}

/** Files that were pasted. Pictures all have the same name: theirs gets the time. */
export function pastedFiles(files: FileList): UploadFile[] {
  const time = new Date().toISOString().slice(0, 19).replace("T", " ").replaceAll(":", ".");
  return [...files].map((file) => ({
    file,
    path: /^image\.\w+$/.test(file.name) ? file.name.replace("image", `pasted ${time}`) : file.name,
  }));
}

/** Take files from pickers: they need no button to be sent. */
export function startPickers(list: UploadList): void {
  for (const id of ["upload-files", "upload-folder"]) {
    const input = byId<HTMLInputElement>(id);
    input.className = "unseen";
    input.hidden = false;
    input.addEventListener("change", () => {
      list.add(pickedFiles(input.files!));
      input.value = "";
    });
  }
  byId("upload-folder-label").hidden = false;
  byId("upload-send").hidden = true;
}

/** Take files that are dropped anywhere, or pasted. */
export function startDropping(list: UploadList): void {
  const hasFiles = (event: DragEvent): boolean => event.dataTransfer!.types.includes("Files");
  const show = (shown: boolean): void => {
    document.body.classList.toggle("dropping", shown);
  };
  document.addEventListener("dragover", (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    show(true);
  });
  document.addEventListener("dragleave", (event) => {
    if (event.relatedTarget === null) show(false);
  });
  document.addEventListener("drop", async (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    show(false);
    const { files, unreadable } = await droppedFiles(event.dataTransfer!);
    list.add(files, unreadable);
  });
  document.addEventListener("paste", (event) => {
    const files = event.clipboardData?.files;
    if (files === undefined || files.length === 0) return;
    event.preventDefault();
    list.add(pastedFiles(files));
  });
}

/** Let files be uploaded from now on. */
export function startUploads(): void {
  if (document.getElementById("upload") === null) return;
  const list = new UploadList();
  startPickers(list);
  startDropping(list);
  byId("uploads-close").addEventListener("click", () => {
    if (list.isBusy) return byId("uploads-list").querySelector("button")?.focus();
    location.reload();
  });
  addEventListener("beforeunload", (event) => {
    if (list.isBusy) event.preventDefault();
  });
}
