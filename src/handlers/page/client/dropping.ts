/**
 * Part of the page's script: files and folders that are dropped, picked or pasted.
 *
 * @module
 */

import { byId } from "./elements.ts";
import { type UploadFile, UploadList } from "./upload_list.ts";

/** The files of an entry, which is a file or a folder. */
export async function filesOf(entry: FileSystemEntry): Promise<UploadFile[]> {
  const path = entry.fullPath.replace(/^\/+/, "");
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) =>
      (entry as FileSystemFileEntry).file(resolve, reject)
    );
    return [{ file, path }];
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  const files: UploadFile[] = [];
  // A hundred at a time, until there are none.
  for (;;) {
    const entries = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject)
    );
    if (entries.length === 0) return files;
    for (const inner of entries) files.push(...await filesOf(inner));
  }
}

/** The files that were dropped. What is dropped has to be looked at before anything is waited for. */
export async function droppedFiles(data: DataTransfer): Promise<UploadFile[]> {
  const entries = [...data.items].map((item) => item.webkitGetAsEntry());
  const found = entries.filter((entry) => entry !== null);
  if (found.length === 0) return pickedFiles(data.files);
  const files: UploadFile[] = [];
  for (const entry of found) files.push(...await filesOf(entry));
  return files;
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
    list.add(await droppedFiles(event.dataTransfer!));
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
  byId("uploaded").textContent = sessionStorage.getItem("uploaded");
  sessionStorage.removeItem("uploaded");
}
