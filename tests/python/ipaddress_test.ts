import { isIPv4Address, isIPv6Address } from "../../src/python/ipaddress.ts";
import { replay } from "./recorded.ts";

Deno.test("isIPv4Address() and isIPv6Address() accept what CPython accepts", () => {
  replay("ipaddress", (text: string) => [isIPv4Address(text), isIPv6Address(text)]);
});
