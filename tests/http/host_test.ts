import { assertEquals } from "@std/assert";
import { hostnameOf, isFixedHost, isPrivateHost } from "../../src/http/host.ts";

/** Values of `Host`, and the host in them (RFC 9110, section 7.2, and RFC 3986, section 3.2.2). */
const HOSTS: readonly (readonly [value: string, expected: string | undefined])[] = [
  ["example.com", "example.com"],
  ["EXAMPLE.com:8000", "example.com"],
  ["example.com.", "example.com"],
  ["example.com.:8000", "example.com"],
  ["example.com:", "example.com"],
  [" example.com ", "example.com"],
  ["my_pc", "my_pc"],
  ["xn--bcher-kva.example", "xn--bcher-kva.example"],
  ["127.0.0.1:80", "127.0.0.1"],
  ["[::1]:80", "::1"],
  ["[2001:DB8::1]", "2001:db8::1"],
  ["[::ffff:127.0.0.1]", "::ffff:127.0.0.1"],
  ["", undefined],
  [":80", undefined],
  [".", undefined],
  [".example.com", undefined],
  ["a..b", undefined],
  ["::1", undefined],
  ["[::1", undefined],
  ["[evil.example]", undefined],
  ["[::1]evil.example", undefined],
  ["[::1%25eth0]", undefined],
  ["localhost@evil.example", undefined],
  ["localhost:80@evil.example", undefined],
  ["localhost:80:evil.example", undefined],
  ["localhost, evil.example", undefined],
  ["localhost/evil.example", undefined],
  ["localhost\\.evil.example", undefined],
  ["localhost\0.evil.example", undefined],
];

Deno.test("hostnameOf() takes the host out of a field, or nothing", () => {
  for (const [value, expected] of HOSTS) assertEquals(hostnameOf(value), expected, value);
});

/** Hosts, whether they lead here whatever a name server says, and whether the public DNS has them not. */
const KINDS: readonly (readonly [host: string, fixed: boolean, own: boolean])[] = [
  ["127.0.0.1", true, true],
  ["192.0.2.1", true, true],
  ["::1", true, true],
  ["localhost", true, true],
  ["app.localhost", true, true],
  ["nas", false, true],
  ["nas.local", false, true],
  ["nas.lan", false, true],
  ["nas.home.arpa", false, true],
  ["host.docker.internal", false, true],
  ["example.com", false, false],
  ["evillocalhost.example", false, false],
  ["localhost.example.com", false, false],
  ["nas.notlocal", false, false],
  ["nas.arpa", false, false],
  // What a name server is asked about, however it looks.
  ["127.0.0.1.example.com", false, false],
  ["127.0.0.256", false, false],
];

Deno.test("isFixedHost() and isPrivateHost() tell names that others may have", () => {
  for (const [host, fixed, own] of KINDS) {
    assertEquals([isFixedHost(host), isPrivateHost(host)], [fixed, own], host);
  }
});
