import { assertEquals, assertThrows } from "@std/assert";
import { formatHelp, parseOptions, pick } from "../../bench/options.ts";

const CHOICES = [
  { name: "a", title: "First" },
  { name: "b", title: "Second", byNameOnly: true },
  { name: "c", title: "Third" },
];

Deno.test("parseOptions() plans five rounds of three seconds when nothing is said", () => {
  assertEquals(parseOptions([]), {
    only: [],
    servers: [],
    rounds: 5,
    peerRounds: 5,
    seconds: 3,
    warmup: 1,
    pin: true,
    stdPath: undefined,
    install: true,
    save: false,
    help: false,
  });
});

Deno.test("parseOptions() lets a number win when --quick is given too", () => {
  const { rounds, seconds } = parseOptions(["--quick", "--rounds", "7"]);
  assertEquals([rounds, seconds], [7, 1]);
});

Deno.test("parseOptions() takes no more rounds of peers than of the others", () => {
  const peerRounds = (...args: string[]): number => parseOptions(args).peerRounds;
  assertEquals(peerRounds("--rounds", "7"), 7);
  assertEquals(peerRounds("--rounds", "7", "--peer-rounds", "2"), 2);
  assertEquals(peerRounds("--quick", "--peer-rounds", "2"), 1);
});

Deno.test("parseOptions() splits names at commas", () => {
  const { only, servers } = parseOptions(["--only", "1k,304", "--servers=nginx,ours"]);
  assertEquals([only, servers], [["1k", "304"], ["nginx", "ours"]]);
});

for (const [option, value] of [["rounds", "0"], ["seconds", "1.5"], ["warmup", "x"]]) {
  Deno.test(`parseOptions() throws when --${option} is ${value}`, () => {
    assertThrows(() => parseOptions([`--${option}`, `${value}`]), RangeError, `--${option}`);
  });
}

Deno.test("parseOptions() throws when an option is unknown", () => {
  assertThrows(() => parseOptions(["--fast"]), TypeError);
});

Deno.test("pick() leaves out what runs only by name when no name is given", () => {
  assertEquals(pick("letter", CHOICES, []).map(({ name }) => name), ["a", "c"]);
});

Deno.test("pick() keeps the order of the table when names come in another", () => {
  assertEquals(pick("letter", CHOICES, ["c", "b"]).map(({ name }) => name), ["b", "c"]);
});

Deno.test("pick() names what there is when a name is unknown", () => {
  const message = 'Cannot find the letter "d": expected one of a, b, c';
  assertThrows(() => pick("letter", CHOICES, ["a", "d"]), RangeError, message);
});

Deno.test("formatHelp() marks what runs only by name", () => {
  const lines = formatHelp(CHOICES, []).split("\n");
  assertEquals(lines.filter((line) => line.endsWith("Second")).map((line) => line.trim()), [
    "b *               Second",
  ]);
});
