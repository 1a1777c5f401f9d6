/**
 * Dates, right and wrong, for `If-Modified-Since`.
 *
 * @module
 */

import type { Random } from "./random.ts";

/** Sun, 09 Sep 2001 01:46:40 GMT: when the files of the tree were last modified. */
const MODIFIED = 1_000_000_000_000;

const DAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

const MONTHS = [
  ...["January", "February", "March", "April", "May", "June", "July", "August", "September"],
  ...["October", "November", "December"],
];

const ZONES = [
  ...["GMT", "GMT", "GMT", "UTC", "Z", "", "+0000", "-0000", "+0100", "-0001", "EST", "PDT", "CET"],
  ...["gmt", "A", "+00", "-", "+", "0", "+2400", "-2359", "+0060", "+99999999999", "GMT+1"],
  ...["(GMT)", "-0_0", "+1_0"],
];

const NUMBERS = [
  ...["0", "1", "9", "09", "31", "32", "60", "68", "69", "99", "100", "1969", "2001", "9999"],
  ...["10000", "-1", "+9", "1_0", "\xb2", "x", "", "00009", "99999999999999999999"],
];

/** A date: most often close to when the files of the tree were last modified, and well formed. */
export function randomDate(random: Random): string {
  const offset = random.pick([0, 0, 0, 1, -1, 2, -2, 3600, -3600, 86400, -86400, 1e8, -1e9]);
  const words = dateWords(random, new Date(MODIFIED + offset * 1000));
  while (random.chance(0.15)) spoil(random, words);
  return words.join(random.pick([" ", " ", " ", " ", "  ", "\t", "\xa0", "\x0b"]));
}

function dateWords(random: Random, date: Date): string[] {
  const day = DAYS[date.getUTCDay()]!;
  const month = MONTHS[date.getUTCMonth()]!;
  const number = String(date.getUTCDate()).padStart(random.pick([1, 2, 2, 2]), "0");
  const year = String(date.getUTCFullYear());
  const time = date.toISOString().slice(11, 19);
  const short = month.slice(0, 3);
  switch (random.below(6)) {
    case 0:
      return [`${day},`, `${number}-${short}-${year.slice(2)}`, time, random.pick(ZONES)];
    case 1:
      return [day.slice(0, 3), short, number, time, year];
    case 2:
      return [number, month, year, time.slice(0, random.pick([5, 8])), random.pick(ZONES)];
    default:
      return [`${day.slice(0, 3)},`, number, short, year, time, random.pick(ZONES)];
  }
}

function spoil(random: Random, words: string[]): void {
  const at = random.below(words.length);
  const word = words[at] ?? "";
  switch (random.below(6)) {
    case 0:
      words.splice(at, 1);
      break;
    case 1:
      words.splice(at, 0, random.pick(NUMBERS));
      break;
    case 2:
      words[at] = random.pick(NUMBERS);
      break;
    case 3:
      words[at] = random.pick([
        word.toUpperCase(),
        word.toLowerCase(),
        `${word},`,
        `,${word}`,
        `${word}-`,
      ]);
      break;
    case 4:
      words[at] = word.replaceAll(":", random.pick([".", "::", "", " "]));
      break;
    default:
      words.splice(random.below(words.length), 0, ...words.splice(at, 1));
  }
}
