/**
 * `Content-Security-Policy` (CSP level 3) with one script more.
 *
 * @module
 */

/** A policy that lets a script in. */
export interface Opened {
  /** The value of the field. */
  readonly value: string;
  /** Whether the script needs the nonce. */
  readonly needsNonce: boolean;
}

/** The directive for scripts, and those that stand in for it (section 6.8.3). */
const SCRIPT_DIRECTIVES = ["script-src-elem", "script-src", "default-src"];
const CONNECT_DIRECTIVES = ["connect-src", "default-src"];

/** What makes a browser look at nonces and hashes, and at nothing that is written inline. */
const STRICT_REGEXP = /^'(?:strict-dynamic'|nonce-|sha\d+-)/i;

/**
 * Let a script of this server in, and let it connect to the server. Nothing else is permitted that was
 * not before.
 *
 * @param value The value of the field, which may hold several policies
 * @param nonce The nonce that the script's element can have
 * @returns The new value; `undefined` if the page may run no script at all
 */
export function openPolicy(value: string, nonce: string): Opened | undefined {
  let needsNonce = false;
  const policies: string[] = [];
  for (const policy of value.split(",")) {
    const directives = parsePolicy(policy);
    const sandbox = directives.get("sandbox");
    if (sandbox !== undefined && !sandbox.includes("allow-scripts")) return undefined;
    needsNonce = openScripts(directives, nonce) || needsNonce;
    extend(directives, CONNECT_DIRECTIVES, "'self'");
    policies.push([...directives].map((directive) => directive.flat().join(" ")).join("; "));
  }
  return { value: policies.join(", "), needsNonce };
}

/** Let the script in, and say whether that takes the nonce. */
function openScripts(directives: Map<string, string[]>, nonce: string): boolean {
  const name = SCRIPT_DIRECTIVES.find((name) => directives.has(name));
  const sources = name === undefined ? [] : directives.get(name)!;
  // A nonce would switch 'unsafe-inline' off.
  const isInline = sources.some((source) => /^'unsafe-inline'$/i.test(source)) &&
    !sources.some((source) => STRICT_REGEXP.test(source));
  extend(directives, SCRIPT_DIRECTIVES, isInline ? "'self'" : `'nonce-${nonce}'`);
  return name !== undefined && !isInline;
}

/** Add a source to a directive. What stands in for it stays as it is, since it stands in for others too. */
function extend(directives: Map<string, string[]>, names: readonly string[], source: string): void {
  const found = names.find((name) => directives.has(name));
  if (found === undefined) return;
  const sources = directives.get(found)!.filter((other) => !/^'none'$/i.test(other));
  if (sources.includes(source)) return;
  directives.set(found === "default-src" ? names.at(-2)! : found, [...sources, source]);
}

/** Of directives of one name the first counts (section 2.2.1). */
function parsePolicy(policy: string): Map<string, string[]> {
  const directives = new Map<string, string[]>();
  for (const directive of policy.split(";")) {
    const [name = "", ...values] = directive.trim().split(/[\t\n\f\r ]+/);
    const lower = name.toLowerCase();
    if (lower !== "" && !directives.has(lower)) directives.set(lower, values);
  }
  return directives;
}
