/**
 * {@linkcode withAuth}: handlers that answer only those who may ask.
 *
 * @module
 */

import type { Field } from "../../http/fields.ts";
import { HTTPStatus } from "../../http/status.ts";
import { declareOnlooker } from "../memory/answer_reuse.ts";
import type { Method } from "../base.ts";
import type { HTTPHandlerClass } from "../base/handler_class.ts";
import { isEqual } from "./constant_time.ts";
import { authorizationOf } from "./credentials.ts";
import type { Gate } from "./gate.ts";
import { noteRights } from "./rights.ts";
import type { User } from "./users.ts";

/** What is asked for, and of whom. */
export interface Access {
  /** Who knows the users. */
  readonly gate: Gate;
  /** What browsers show when they ask for name and password: a `quoted-string` without escapes. */
  readonly realm: string;
  /** Whether anyone may read. */
  readonly publicRead: boolean;
}

/**
 * The methods that read: those that IANA's registry calls safe. All others write, those that nobody
 * knows included.
 */
const SAFE_METHODS: ReadonlySet<string> = new Set(
  ["GET", "HEAD", "OPTIONS", "TRACE", "PROPFIND", "REPORT", "SEARCH", "QUERY"],
);

/** When to try again after there were too many attempts, in seconds. */
const RETRY_AFTER = 5;

/**
 * Extend a class of handlers by passwords: a request is answered only if its user has the right to
 * make it. Otherwise it is answered with 401, and 403 if the user is known and may only read.
 *
 * RFC 9110, section 11, and RFC 7617.
 *
 * @param Handler The class
 * @param access Who may do what
 * @returns The extended class
 */
export function withAuth<Class extends HTTPHandlerClass>(
  Handler: Class,
  { gate, realm, publicRead }: Access,
): Class {
  class WithAuth extends Handler {
    /** What was right before on this connection. */
    #accepted: { readonly authorization: string; readonly user: User } | undefined;
    /** A field of the answer that is being made. */
    #field: Field | undefined;

    override handleOneRequest(): Promise<void> {
      this.remoteUser = undefined;
      return super.handleOneRequest();
    }

    /** An answer that is remembered is given to those who may have it, and to nobody else. */
    protected override mayAnswerFromMemory(): boolean {
      if (publicRead) return super.mayAnswerFromMemory();
      const authorization = authorizationOf(this.rfile.buffered);
      // What a proxy says of the client has not been read yet.
      const user = authorization === undefined ? undefined : this.#recall(authorization);
      if (user === undefined) return false;
      this.remoteUser = user.name;
      return super.mayAnswerFromMemory();
    }

    override async handleExpect100(): Promise<boolean> {
      // Before the body: nobody has to send one that is refused.
      const allowed = this.#isPublic() || this.#allows(this.#recallHeader()) ||
        await this.#admits();
      return allowed && await super.handleExpect100();
    }

    protected override methodFor(command: string): Method | undefined {
      const method = super.methodFor(command);
      if (method === undefined) return method;
      if (this.#isPublic()) {
        // Whoever is not known yet may turn out to be somebody who may.
        if (gate.rightsDiffer) noteRights(this, this.#recallHeader()?.mayWrite ?? true);
        return method;
      }
      const user = this.#recallHeader();
      if (this.#allows(user)) return method;
      return () => this.#answer(method);
    }

    override endHeaders(): void {
      if (this.#field !== undefined) this.sendHeader(...this.#field);
      this.#field = undefined;
      super.endHeaders();
    }

    #isPublic(): boolean {
      return publicRead && SAFE_METHODS.has(this.command ?? "");
    }

    /** Whether a user, who is known, may make the request. */
    #allows(user: User | undefined): boolean {
      if (user === undefined) return false;
      this.remoteUser = user.name;
      if (gate.rightsDiffer) noteRights(this, user.mayWrite);
      return user.mayWrite || SAFE_METHODS.has(this.command ?? "");
    }

    async #answer(method: Method): Promise<void> {
      if (await this.#admits()) await method.call(this);
    }

    /** Whether the request may be answered. If not, it was. */
    async #admits(): Promise<boolean> {
      const authorization = this.#header();
      if (authorization === undefined) return this.#challenge();
      const [address] = this.clientAddress;
      const user = this.#recall(authorization, address) ?? await this.#check(authorization);
      if (user === "wrong") return this.#challenge("Wrong user name or password");
      if (user === "busy") return this.#refuse();
      if (this.#allows(user)) return true;
      this.sendError(HTTPStatus.FORBIDDEN, "Not permitted to write");
      return false;
    }

    async #check(authorization: string): Promise<User | "wrong" | "busy"> {
      const { request } = this;
      const hasGone = (): boolean => request.closed || request.draining;
      const verdict = await gate.check(authorization, this.clientAddress[0], hasGone);
      if (typeof verdict !== "string") this.#accepted = { authorization, user: verdict };
      return verdict;
    }

    #challenge(message?: string): false {
      this.#field = ["WWW-Authenticate", `Basic realm="${realm}", charset="UTF-8"`];
      this.sendError(HTTPStatus.UNAUTHORIZED, message);
      return false;
    }

    #refuse(): false {
      this.#field = ["Retry-After", String(RETRY_AFTER)];
      this.sendError(HTTPStatus.TOO_MANY_REQUESTS, "Too many attempts to log in");
      return false;
    }

    /** The value of the field, if there is one and no other. */
    #header(): string | undefined {
      const values = this.headers.getAll("authorization");
      return values.length === 1 ? values[0] : undefined;
    }

    #recallHeader(): User | undefined {
      const authorization = this.#header();
      return authorization === undefined
        ? undefined
        : this.#recall(authorization, this.clientAddress[0]);
    }

    /**
     * Who it is, as far as that is known without a hash: on most connections it is always the same.
     * The address is left out as long as it is not known.
     */
    #recall(authorization: string, address?: string): User | undefined {
      const accepted = this.#accepted;
      if (accepted !== undefined && isEqual(accepted.authorization, authorization)) {
        return accepted.user;
      }
      const user = gate.recall(authorization, address);
      if (user !== undefined) this.#accepted = { authorization, user };
      return user;
    }
  }
  declareOnlooker(WithAuth);
  return WithAuth;
}
