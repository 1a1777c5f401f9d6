type Key = string | symbol;
type Fields = Record<Key, unknown>;
type Seen = Map<object, object>;
type Elements = { readonly length: number; readonly [index: number]: unknown };

const TypedArray = Object.getPrototypeOf(Uint8Array) as new () => Elements;

/** Values without own keys that are equal when their texts are. */
const TEXTUAL = new Set<unknown>([RegExp, URL, URLSearchParams].map(({ prototype }) => prototype));

/**
 * Tell whether two values have the same structure: the same prototype, and equal keys, elements or entries.
 * `0` equals `-0`, and `NaN` equals itself.
 *
 * @param a One value
 * @param b The other
 * @returns Whether they are equal
 * @throws {TypeError} for a `WeakMap` or a `WeakSet`, whose entries nobody can see
 */
export function equal(a: unknown, b: unknown): boolean {
  return compare(a, b, new Map());
}

function compare(a: unknown, b: unknown, seen: Seen): boolean {
  if (isSame(a, b)) return true;
  if (!isObject(a) || !isObject(b)) return false;
  if (a instanceof Date && b instanceof Date) return Object.is(a.getTime(), b.getTime());
  if (!haveSamePrototype(a, b)) return false;
  return compareContents(a, b) ?? compareStructure(a, b, seen);
}

/** Compare what has contents rather than keys; `undefined` for anything else. */
function compareContents(a: object, b: object): boolean | undefined {
  if (a instanceof TypedArray) return compareElements(a, b as Elements);
  if (a instanceof ArrayBuffer || a instanceof SharedArrayBuffer) {
    return compareElements(new Uint8Array(a), new Uint8Array(b as ArrayBuffer));
  }
  if (a instanceof WeakMap || a instanceof WeakSet) {
    throw new TypeError(`Cannot compare ${a.constructor.name} instances`);
  }
  return undefined;
}

function compareElements(a: Elements, b: Elements): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) {
    if (!isSame(a[i], b[i])) return false;
  }
  return true;
}

function compareStructure(a: object, b: object, seen: Seen): boolean {
  if (a instanceof WeakRef) return compare(a.deref(), (b as WeakRef<WeakKey>).deref(), seen);
  // A cycle: the two are already being compared further up, and that comparison decides.
  if (seen.get(a) === b) return true;
  if (Object.keys(a).length !== Object.keys(b).length) return false;
  seen.set(a, b);
  if (a instanceof Map || a instanceof Set) return compareEntries(a, b as typeof a, seen);
  if (TEXTUAL.has(Object.getPrototypeOf(a))) return String(a) === String(b);
  return compareFields(a as Fields, b as Fields, seen);
}

function compareEntries(
  a: ReadonlyMap<unknown, unknown> | ReadonlySet<unknown>,
  b: ReadonlyMap<unknown, unknown> | ReadonlySet<unknown>,
  seen: Seen,
): boolean {
  if (a.size !== b.size) return false;
  const others = [...b.entries()];
  for (const [key, value] of a.entries()) {
    const isMatch = ([k, v]: [unknown, unknown]): boolean =>
      compare(key, k, seen) && compare(value, v, seen);
    if (!others.some(isMatch)) return false;
  }
  return true;
}

function compareFields(a: Fields, b: Fields, seen: Seen): boolean {
  for (const key of keysOf(a).union(keysOf(b))) {
    if (key in a !== key in b || !compare(a[key], b[key], seen)) return false;
  }
  return true;
}

/** Plain objects and arrays: the enumerable keys. Instances: those of their classes as well, so getters count. */
function keysOf(object: object): Set<Key> {
  if (isPlain(object)) return new Set(Reflect.ownKeys({ ...object }));
  const keys = new Set<Key>();
  let level: object | null = object;
  while (level !== null && level !== Object.prototype && level !== Array.prototype) {
    for (const key of Reflect.ownKeys(level)) keys.add(key);
    level = Object.getPrototypeOf(level);
  }
  return keys;
}

function isPlain(object: object): boolean {
  const prototype = Object.getPrototypeOf(object);
  return prototype === null || prototype === Object.prototype || prototype === Array.prototype;
}

function haveSamePrototype(a: object, b: object): boolean {
  const prototypeOf = (object: object): object => Object.getPrototypeOf(object) ?? Object.prototype;
  return prototypeOf(a) === prototypeOf(b);
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

function isSame(a: unknown, b: unknown): boolean {
  return a === b || Object.is(a, b);
}
