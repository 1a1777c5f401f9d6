import { assertEquals } from "@std/assert";
import { type Origin, originOf } from "../../src/http/forwarded.ts";
import { HTTPMessage } from "../../src/http/message.ts";
import { Networks } from "../../src/http/networks.ts";

const trusted = new Networks(["10.0.0.0/8", "2001:db8:ffff::/48"]);

function originIn(fields: Readonly<Record<string, string>>): Origin {
  const lines = Object.entries(fields).map(([name, value]) => `${name}: ${value}\r\n`);
  const origin = originOf(HTTPMessage.parse(`${lines.join("")}\r\n`), (host) => trusted.has(host));
  // Whether something unknown is there as a property makes no difference.
  return Object.fromEntries(Object.entries(origin).filter(([, value]) => value !== undefined));
}

const known = (address: string, port = 0): Origin => ({ address, port });

/** The value, and what RFC 7239 makes of it; its own examples first. */
const FORWARDED: [value: string, expected: Origin][] = [
  ['for="_gazonk"', {}],
  ['For="[2001:db8:cafe::17]:4711"', known("2001:db8:cafe::17", 4711)],
  ["for=192.0.2.60;proto=http;by=203.0.113.43", { ...known("192.0.2.60"), scheme: "http" }],
  ["for=192.0.2.43, for=198.51.100.17", known("198.51.100.17")],
  ['for=192.0.2.43, for="[2001:db8:cafe::17]"', known("2001:db8:cafe::17")],
  ["for=192.0.2.43,for=10.1.1.1", known("192.0.2.43")],
  ["for=192.0.2.43;proto=https , for=10.1.1.1;proto=http", {
    ...known("192.0.2.43"),
    scheme: "https",
  }],
  ["for=6.6.6.6, for=192.0.2.43, for=10.1.1.1, for=10.1.1.2", known("192.0.2.43")],
  ["for=10.1.1.1, for=10.1.1.2", known("10.1.1.1")],
  ["for=192.0.2.43, for=unknown, for=10.1.1.1", known("10.1.1.1")],
  ["for=unknown;proto=https", { scheme: "https" }],
  ['for="192.0.2.43:_port"', known("192.0.2.43")],
  ['for="192.0.2.43:65535"', known("192.0.2.43", 65535)],
  ['for="192.0.2.43:65536"', {}],
  ['for="\\1\\92.0.2.43"', known("192.0.2.43")],
  ["proto=HTTPS;FOR=192.0.2.43", { ...known("192.0.2.43"), scheme: "https" }],
  ["proto=gopher;for=192.0.2.43", known("192.0.2.43")],
  ['secret="a,b;c=\\"d";for=192.0.2.43', known("192.0.2.43")],
  [", ;for=192.0.2.43;, ,", known("192.0.2.43")],
  // Malformed
  ["", {}],
  ["192.0.2.43", {}],
  ["for=", {}],
  ["for=[2001:db8::1]", {}],
  ["for=192.0.2.43:80", {}],
  ["for = 192.0.2.43", {}],
  ["for=192.0.2.43;for=192.0.2.44", {}],
  ["for=192.0.2.43 for=192.0.2.44", {}],
  ['for="[2001:db8::1%eth0]"', {}],
  ['for="[192.0.2.43]"', {}],
  ["for=192.0.2.043", {}],
  // What a client can do to what a proxy appends: spoil it, and nothing else.
  ['for="6.6.6.6, for=192.0.2.43', {}],
  ['for=6.6.6.6;x=", for="[2001:db8::1]"', {}],
];

for (const [value, expected] of FORWARDED) {
  Deno.test(`originOf() understands Forwarded: ${value}`, () => {
    assertEquals(originIn({ Forwarded: value }), expected);
  });
}

/** `X-Forwarded-For`, `X-Forwarded-Proto`, and what nginx's `real_ip_recursive` makes of the first. */
const OLD: [nodes: string, schemes: string, expected: Origin][] = [
  ["192.0.2.43", "https", { ...known("192.0.2.43"), scheme: "https" }],
  ["6.6.6.6, 192.0.2.43", "http", { ...known("192.0.2.43"), scheme: "http" }],
  ["6.6.6.6, 192.0.2.43,10.1.1.1", "", known("192.0.2.43")],
  ["10.1.1.1,10.1.1.2", "", known("10.1.1.1")],
  ["192.0.2.43, junk, 10.1.1.1", "", known("10.1.1.1")],
  ["junk", "https", { scheme: "https" }],
  ["unix:", "", {}],
  ["2001:db8::1", "", known("2001:db8::1")],
  ["[2001:db8::1]:443", "", known("2001:db8::1", 443)],
  ["192.0.2.43:4711", "", known("192.0.2.43", 4711)],
  ["192.0.2.43, 2001:db8:ffff::1", "", known("192.0.2.43")],
  ["2001:db8::1%</script>", "", {}],
  ["192.0.2.43,", "", known("192.0.2.43")],
  ["192.0.2.43, 10.1.1.1", "https, http", { ...known("192.0.2.43"), scheme: "https" }],
  ["192.0.2.43, 10.1.1.1", "https", { ...known("192.0.2.43"), scheme: "https" }],
  ["192.0.2.43", "http, https", { ...known("192.0.2.43"), scheme: "https" }],
  ["192.0.2.43", "javascript", known("192.0.2.43")],
  ["", "http, https", { scheme: "https" }],
  ["", "", {}],
];

for (const [nodes, schemes, expected] of OLD) {
  Deno.test(`originOf() understands X-Forwarded-For: ${nodes}, -Proto: ${schemes}`, () => {
    const fields = {
      ...(nodes === "" ? {} : { "X-Forwarded-For": nodes }),
      ...(schemes === "" ? {} : { "X-Forwarded-Proto": schemes }),
    };
    assertEquals(originIn(fields), expected);
  });
}

Deno.test("originOf() takes the fields of a name together", () => {
  const message = HTTPMessage.parse(
    "X-Forwarded-For: 6.6.6.6\r\nx-forwarded-for: 192.0.2.43\r\nX-Forwarded-For: 10.1.1.1\r\n\r\n",
  );
  assertEquals(originOf(message, (host) => trusted.has(host)).address, "192.0.2.43");
});

/** Both kinds of fields, of which one may be the client's. */
const BOTH: [forwarded: string, nodes: string, schemes: string, expected: Origin][] = [
  ["for=192.0.2.43;proto=https", "192.0.2.43", "https", {
    ...known("192.0.2.43"),
    scheme: "https",
  }],
  ["for=6.6.6.6;proto=https", "192.0.2.43", "http", {}],
  ["for=192.0.2.43;proto=https", "192.0.2.43", "http", known("192.0.2.43")],
  ["for=192.0.2.43;proto=https", "192.0.2.43", "", known("192.0.2.43")],
  ["for=192.0.2.43", "192.0.2.43", "https", known("192.0.2.43")],
  ['for=192.0.2.43;x="', "6.6.6.6", "https", {}],
  ["for=192.0.2.43", "junk", "", {}],
];

for (const [forwarded, nodes, schemes, expected] of BOTH) {
  Deno.test(`originOf() believes in what is the same in ${forwarded} and ${nodes} ${schemes}`, () => {
    const fields = {
      Forwarded: forwarded,
      "X-Forwarded-For": nodes,
      ...(schemes === "" ? {} : { "X-Forwarded-Proto": schemes }),
    };
    assertEquals(originIn(fields), expected);
  });
}
