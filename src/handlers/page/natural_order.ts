/**
 * The order in which people look for names: without regard to case and accents, and with numbers by
 * their value, so that `page 9` comes before `page 10`.
 *
 * Names are turned into keys that compare as strings: `Intl.Collator` takes more than a second to
 * sort 100,000 names, which these keys take some tenths of.
 *
 * @module
 */

const NUMBER = /[0-9]+/g;
/** Where there is anything but printable ASCII. */
const NOT_ASCII = /[^ -~]/;

/**
 * What is left of a text without case and accents. Part of the page's script, too.
 *
 * @param text Any text
 * @returns Lower case, in compatible characters, without combining accents
 */
export function foldText(text: string): string {
  const lower = text.toLowerCase();
  // Vowel signs of other scripts are marks as well, but more than accents.
  return /[^ -~]/.test(lower) ? lower.normalize("NFKD").replace(/[\u0300-\u036f]/g, "") : lower;
}

/**
 * The key of a name.
 *
 * @param name The name
 * @returns A string by whose code units to sort; names that differ in case, accents or leading zeros
 * only have the same
 */
export function naturalKey(name: string): string {
  const folded = NOT_ASCII.test(name) ? foldText(name) : name.toLowerCase();
  return folded.replace(NUMBER, numberKey);
}

/** The digits behind their count, both where digits come among the other characters. */
function numberKey(digits: string): string {
  const significant = digits.replace(/^0+(?=.)/, "");
  return `0${String.fromCharCode(significant.length)}${significant}`;
}
