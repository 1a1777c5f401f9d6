import { assertEquals, assertThrows } from "@std/assert";
import { describeErrors, type Figures, formatCommand, parseFigures } from "../../bench/wrk.ts";

const FIGURES: Figures = {
  requests: 1000,
  bytes: 1300000,
  microseconds: 1001000,
  p99: 850,
  max: 1700,
  connect: 0,
  read: 0,
  write: 0,
  status: 0,
  timeout: 0,
};

const LINE = "figures requests=1000 bytes=1300000 microseconds=1001000 p99=850 max=1700 " +
  "connect=0 read=0 write=0 status=0 timeout=0";

/** The text around the line is wrk 4.1.0's own. */
const OUTPUT = `Running 1s test @ http://127.0.0.1:20000/1k.bin
  1 threads and 32 connections
Requests/sec:    999.00
Transfer/sec:      1.24MB
${LINE}
`;

Deno.test("parseFigures() finds the line among wrk's own", () => {
  assertEquals(parseFigures(OUTPUT), FIGURES);
});

for (const output of ["", LINE.replace(" p99=850", ""), LINE.replace("p99=850", "p99=-nan")]) {
  Deno.test(`parseFigures() throws when the output is "${output.slice(0, 70)}"`, () => {
    assertThrows(() => parseFigures(output), SyntaxError);
  });
}

Deno.test("describeErrors() says nothing when there are none", () => {
  assertEquals(describeErrors(FIGURES, { status: 200, connections: 32 }), undefined);
});

Deno.test("describeErrors() lists socket errors and wrong statuses", () => {
  const figures = { ...FIGURES, connect: 2, read: 3, status: 4 };
  assertEquals(
    describeErrors(figures, { status: 304, connections: 32 }),
    "2 connect errors, 3 read errors, 4 answers of another status",
  );
});

for (const [status, problem] of [[1000, undefined], [990, "10 answers of another status"]]) {
  Deno.test(`describeErrors() is ${problem} when ${status} of 1000 answers are errors as wanted`, () => {
    const figures = { ...FIGURES, status: Number(status) };
    assertEquals(describeErrors(figures, { status: 404, connections: 32 }), problem);
  });
}

Deno.test("describeErrors() complains when nothing came at all", () => {
  const figures = { ...FIGURES, requests: 0, bytes: 0 };
  assertEquals(
    describeErrors(figures, { status: 200, connections: 1 }),
    "no answer within the round",
  );
});

/** Read errors of 1,000 whole answers over 32 connections that are closed without a word. */
const CLOSES: [number, string | undefined][] = [
  [1000, undefined],
  [970, undefined],
  [1032, undefined],
  [1033, "1033 read errors"],
];

for (const [read, problem] of CLOSES) {
  Deno.test(`describeErrors() is ${problem} when ${read} closes are silent`, () => {
    const expected = { status: 200, silentCloses: true, connections: 32 };
    assertEquals(describeErrors({ ...FIGURES, read }, expected), problem);
  });
}

Deno.test("formatCommand() puts the number of files behind a double hyphen", () => {
  const load = { path: "/many/0.bin", connections: 8, headers: { A: "b" }, many: 5 };
  const command = formatCommand(load, { port: 20_000, seconds: 3 });
  assertEquals(command.slice(0, 4), ["wrk", "--threads=1", "--connections=8", "--duration=3s"]);
  assertEquals(command.slice(-5), ["-H", "A: b", "http://127.0.0.1:20000/many/0.bin", "--", "5"]);
});
