/**
 * The command, and what of Deno's globals it has used that Deno loads when they are first looked at: once
 * something comes by standard input, their names are written to standard output.
 *
 * @module
 */

const used = new Set<string>();

for (const [name, property] of Object.entries(Object.getOwnPropertyDescriptors(globalThis))) {
  const { get } = property;
  if (get === undefined) continue;
  const record = (): unknown => {
    used.add(name);
    return get.call(globalThis);
  };
  Object.defineProperty(globalThis, name, { ...property, get: record });
}

const { main } = await import("../../mod.ts");
main(Deno.args);
await Deno.stdin.read(new Uint8Array(1));
console.log(JSON.stringify([...used].sort()));
Deno.exit();
