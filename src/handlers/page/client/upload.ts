/**
 * Part of the page's script: one upload, by tus 1.0.0, which goes on where it was cut off, also when
 * the page was closed in between.
 *
 * @module
 */

/** How a request of an upload ended. */
interface Outcome {
  /** The status; 0 when the connection broke. */
  readonly status: number;
  /** The text of the answer. */
  readonly text: string;
  /** A field of the answer. */
  field(name: string): string | null;
}

/** What an upload tells about itself. */
export interface UploadListener {
  /** So many bytes have been sent. */
  progress(sent: number): void;
}

/** A request that ends with an error that trying again does not mend. */
export class UploadRefusedError extends Error {}

/** One file on its way. */
export class PageUpload {
  readonly file: File;
  readonly path: string;
  readonly #directory: string;
  readonly #listener: UploadListener;
  #request: XMLHttpRequest | undefined;
  #location: string | null = null;
  #cancelled = false;

  constructor(file: File, path: string, directory: string, listener: UploadListener) {
    this.file = file;
    this.path = path;
    this.#directory = directory;
    this.#listener = listener;
  }

  /** Where the browser remembers the upload. */
  get #key(): string {
    return `upload ${this.#directory} ${this.path} ${this.file.size} ${this.file.lastModified}`;
  }

  /** Send all of it. When the connection breaks, it is tried again for a while. */
  async run(): Promise<void> {
    const delays = [500, 1000, 2000, 4000, 8000];
    let failures = 0;
    let reached = 0;
    for (;;) {
      try {
        const offset = await this.#begin();
        if (offset > reached) failures = 0;
        reached = offset;
        if (offset === this.file.size || await this.#sendFrom(offset)) return this.#forget();
      } catch (error) {
        const delay = delays[failures++];
        if (error instanceof UploadRefusedError || delay === undefined) throw error;
        await new Promise((resolve) => setTimeout(resolve, delay));
      }
    }
  }

  /** Send all that is missing. Returns whether the server has it. */
  async #sendFrom(offset: number): Promise<boolean> {
    const { file } = this;
    const fields = {
      "Content-Type": "application/offset+octet-stream",
      "Upload-Offset": String(offset),
    };
    const sent = await this.#send("PATCH", this.#location!, fields, file.slice(offset), offset);
    if (sent.status !== 204) this.#refuse(sent);
    return Number(sent.field("Upload-Offset")) === file.size;
  }

  /** Find out from which byte on to send; begin a new upload if there is none. */
  async #begin(): Promise<number> {
    this.#location ??= localStorage.getItem(this.#key);
    if (this.#location !== null) {
      const told = await this.#send("HEAD", this.#location, {});
      if (told.status === 200) return Number(told.field("Upload-Offset"));
      if (told.status !== 404) this.#refuse(told);
      this.#location = null;
    }
    return await this.#create();
  }

  /** Begin an upload. A small file comes along. */
  async #create(): Promise<number> {
    const { file } = this;
    const isSmall = file.size <= 1024 * 1024;
    const path = new TextEncoder().encode(this.path);
    const created = await this.#send("POST", this.#directory, {
      "Upload-Length": String(file.size),
      "Upload-Metadata": `relativePath ${btoa(String.fromCharCode(...path))}`,
      ...(isSmall ? { "Content-Type": "application/offset+octet-stream" } : {}),
    }, isSmall ? file : undefined);
    if (created.status !== 201) this.#refuse(created);
    this.#location = new URL(created.field("Location")!, this.#directory).href;
    if (!isSmall) localStorage.setItem(this.#key, this.#location);
    return Number(created.field("Upload-Offset"));
  }

  /** Throw: for good where the server has said no, and otherwise to try again. */
  #refuse({ status, text }: Outcome): never {
    const isPassing = [0, 423, 429, 500, 502, 503, 504].includes(status) ||
      status === 409 && /goes on at byte/.test(text);
    if (isPassing) throw new Error("The connection broke");
    this.#forget();
    throw new UploadRefusedError(text.trim() || `The server answered with ${status}`);
  }

  #forget(): void {
    localStorage.removeItem(this.#key);
  }

  #send(
    method: string,
    url: string,
    headers: Readonly<Record<string, string>>,
    body?: Blob,
    offset = 0,
  ): Promise<Outcome> {
    return new Promise((resolve, reject) => {
      if (this.#cancelled) return reject(new UploadRefusedError("Cancelled"));
      const request = new XMLHttpRequest();
      this.#request = request;
      request.open(method, url);
      request.setRequestHeader("Tus-Resumable", "1.0.0");
      for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
      if (body !== undefined) {
        request.upload.onprogress = ({ loaded }) => this.#listener.progress(offset + loaded);
      }
      request.onloadend = () =>
        resolve({
          status: request.status,
          text: request.responseText,
          field: (name) => request.getResponseHeader(name),
        });
      request.onabort = () => reject(new UploadRefusedError("Cancelled"));
      request.send(body ?? null);
    });
  }

  /** Stop, and let the server drop what it has. */
  cancel(): void {
    this.#cancelled = true;
    this.#request?.abort();
    this.#forget();
    if (this.#location === null) return;
    const headers = { "Tus-Resumable": "1.0.0" };
    fetch(this.#location, { method: "DELETE", headers }).catch(() => {});
  }
}
