import { assert, assertEquals, assertStrictEquals } from "@std/assert";
import { HTTPStatus, responses } from "../../src/http/status.ts";
import { replay } from "../python/recorded.ts";

/** The static properties by name, aliases included. */
const members: ReadonlyMap<string, HTTPStatus> = new Map(Object.entries(HTTPStatus));

Deno.test("HTTPStatus has CPython's members, phrases, descriptions and categories", () => {
  const names = new Set<string>();
  replay("http_status", (name: string) => {
    names.add(name);
    const status = members.get(name);
    assert(status instanceof HTTPStatus, name);
    return [status.name, status.value, status.phrase, status.description, ...categories(status)];
  });
  assertEquals(new Set(members.keys()), names);
});

function categories(status: HTTPStatus): boolean[] {
  return [
    status.isInformational,
    status.isSuccess,
    status.isRedirection,
    status.isClientError,
    status.isServerError,
  ];
}

Deno.test("HTTPStatus members keep their older names as the same objects", () => {
  assertStrictEquals(members.get("REQUEST_ENTITY_TOO_LARGE"), HTTPStatus.CONTENT_TOO_LARGE);
  assertStrictEquals(members.get("REQUEST_URI_TOO_LONG"), HTTPStatus.URI_TOO_LONG);
  assertStrictEquals(
    members.get("REQUESTED_RANGE_NOT_SATISFIABLE"),
    HTTPStatus.RANGE_NOT_SATISFIABLE,
  );
  assertStrictEquals(members.get("UNPROCESSABLE_ENTITY"), HTTPStatus.UNPROCESSABLE_CONTENT);
});

Deno.test("HTTPStatus.fromValue() finds the member, or nothing when there is none", () => {
  assertStrictEquals(HTTPStatus.fromValue(304), HTTPStatus.NOT_MODIFIED);
  assertStrictEquals(HTTPStatus.fromValue(306), undefined);
});

Deno.test("HTTPStatus members stand for their code in numbers, text and JSON", () => {
  assertStrictEquals(Number(HTTPStatus.OK), 200);
  assertStrictEquals(`${HTTPStatus.OK}`, "200");
  assertStrictEquals(JSON.stringify({ status: HTTPStatus.OK }), '{"status":200}');
});

Deno.test("HTTPStatus members are shown as Python's repr() has them", () => {
  assertStrictEquals(Deno.inspect(HTTPStatus.NOT_FOUND), "<HTTPStatus.NOT_FOUND: 404>");
});

Deno.test("HTTPStatus iterates over its members by ascending code, each once", () => {
  const codes = Array.from(HTTPStatus, (status) => status.value);
  assertEquals(codes, [...new Set(codes)].sort((a, b) => a - b));
  assertEquals(codes.length, new Set(members.values()).size);
});

Deno.test("responses has the phrase and the description of every status", () => {
  assertEquals([...responses.keys()], Array.from(HTTPStatus, Number));
  assertEquals(responses.get(501), ["Not Implemented", "Server does not support this operation"]);
});
