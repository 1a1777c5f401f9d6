/**
 * {@linkcode Certificate}: the certificate that a server shows, and going over to a new one.
 *
 * @module
 */

import type { SecureContext } from "node:tls";
import type { KeyPair } from "./certificate.ts";
import { nodeTls } from "../node/node_builtins.ts";

/** Where a {@linkcode Certificate} comes from. */
export interface CertificateSource {
  /** Load it. */
  load(): KeyPair;
  /** What changes with it; `undefined` if it never does. */
  version(): string | undefined;
}

/** A certificate that is looked after. */
export class Certificate {
  readonly #source: CertificateSource;
  #context: SecureContext;
  /** The version that was loaded last, and the one that was seen last. */
  #loaded: string | undefined;
  #seen: string | undefined;

  /**
   * Load the certificate.
   *
   * @param source Where from
   * @throws What loading it throws
   */
  constructor(source: CertificateSource) {
    this.#source = source;
    this.#loaded = this.#seen = source.version();
    this.#context = nodeTls().createSecureContext({ ...source.load() });
  }

  /** What handshakes that begin now are to use. */
  get context(): SecureContext {
    return this.#context;
  }

  /** Whether there can be a new one. */
  get changes(): boolean {
    return this.#loaded !== undefined;
  }

  /**
   * Look for a new one. It is taken when it has been the same for two looks: whoever renews a
   * certificate writes two files, one after the other.
   *
   * @throws What loading it throws, once for each that cannot be used; the old one stays in use
   */
  refresh(): void {
    const version = this.#source.version();
    const settled = version === this.#seen;
    this.#seen = version;
    if (!settled || version === this.#loaded) return;
    this.#loaded = version;
    this.#context = nodeTls().createSecureContext({ ...this.#source.load() });
  }
}
