import { assertEquals } from "@std/assert";
import { clientNetwork, isNetwork, Networks } from "../../src/http/networks.ts";

/** Network, address, and what CPython 3.13's `ipaddress` says of `address in network`. */
const CASES: [network: string, address: string, expected: boolean][] = [
  ["192.0.2.1", "192.0.2.1", true],
  ["192.0.2.1", "192.0.2.2", false],
  ["10.0.0.0/8", "10.255.255.255", true],
  ["10.0.0.0/8", "11.0.0.0", false],
  ["10.1.2.3/8", "10.200.0.1", true],
  ["172.16.0.0/12", "172.31.255.255", true],
  ["172.16.0.0/12", "172.32.0.0", false],
  ["192.168.4.0/22", "192.168.7.255", true],
  ["192.168.4.0/22", "192.168.8.0", false],
  ["0.0.0.0/0", "255.255.255.255", true],
  ["255.255.255.255/32", "255.255.255.254", false],
  ["::1", "::1", true],
  ["::1", "::2", false],
  ["2001:db8::/32", "2001:db8:ffff::1", true],
  ["2001:db8::/32", "2001:db9::", false],
  ["2001:db8::/33", "2001:db8:8000::", false],
  ["2001:0DB8:0:0::0:1", "2001:db8::1", true],
  ["1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0", true],
  ["fe80::/10", "febf::1", true],
  ["fe80::/10", "fec0::1", false],
  ["::ffff:10.0.0.0/104", "::ffff:10.1.1.1", true],
  ["::/0", "2001:db8::1", true],
  ["fe80::/10", "localhost", false],
  ["fe80::/10", "", false],
];

for (const [network, address, expected] of CASES) {
  Deno.test(`Networks.has() is ${expected} for ${network} and ${JSON.stringify(address)}`, () => {
    assertEquals(new Networks([network]).has(address), expected);
  });
}

Deno.test("Networks.has() knows an IPv4 address on a socket for IPv6", () => {
  const networks = new Networks(["10.0.0.0/8"]);
  assertEquals(networks.has("::ffff:10.1.2.3"), true);
  assertEquals(networks.has("::ffff:11.1.2.3"), false);
});

Deno.test("Networks.has() takes peers on Unix sockets only where that is said", () => {
  assertEquals(new Networks(["unix:"]).has("unix:"), true);
  assertEquals(new Networks(["0.0.0.0/0", "::/0"]).has("unix:"), false);
});

Deno.test("isNetwork() refuses what is neither an address nor a network", () => {
  const wrong = [
    ...["", "localhost", "10.0.0.0/33", "10.0.0.0/", "10.0.0.0/8/8", "10.0.0.0/-1", "10/8"],
    ...["::/129", "::1%eth0", "[::1]", "10.0.0.0/0x8", " 10.0.0.1", "unix:/run/proxy.sock"],
  ];
  assertEquals(wrong.filter(isNetwork), []);
  assertEquals(["unix:", "10.0.0.1", "10.0.0.0/8", "::", "::/0"].every(isNetwork), true);
});

for (
  const [address, network] of [
    ["192.0.2.1", "::ffff:192.0.2.1"],
    ["2001:db8:1:2::1", "2001:db8:1:2:ffff::2"],
    ["2001:db8:1:2::1", "2001:0DB8:1:2:0:0:0:9"],
    ["unix:", "unix:"],
  ] as const
) {
  Deno.test(`clientNetwork() is the same for ${address} and ${network}`, () => {
    assertEquals(clientNetwork(address), clientNetwork(network));
  });
}

Deno.test("clientNetwork() is another one for others", () => {
  const addresses = ["192.0.2.1", "192.0.2.2", "2001:db8:1:2::1", "2001:db8:1:3::1", "::1", "-"];
  assertEquals(new Set(addresses.map(clientNetwork)).size, addresses.length);
});
