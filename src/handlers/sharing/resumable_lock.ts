/**
 * One request at a time for each resumable upload. After a cut, the client comes back before the server
 * has noticed: so the newest request counts, and the one before it is ended.
 *
 * @module
 */

/** A request that has an upload. */
interface Holder {
  /** Ends the request. */
  readonly end: () => void;
  /** Settled when it has ended. */
  readonly released: Promise<void>;
}

/** Those of this event loop, by upload. With others, the lock on the file decides. */
const holders = new Map<string, Holder>();

/**
 * Get an upload for a request, once those before have been ended.
 *
 * @param id The upload
 * @param end Ends this request, when a newer one comes
 * @returns To be disposed of when the request is done
 */
export async function holdUpload(id: string, end: () => void): Promise<Disposable> {
  for (let holder; (holder = holders.get(id)) !== undefined;) {
    holder.end();
    await holder.released;
  }
  const { promise: released, resolve } = Promise.withResolvers<void>();
  const own = { end, released };
  holders.set(id, own);
  return {
    [Symbol.dispose](): void {
      holders.delete(id);
      resolve();
    },
  };
}
