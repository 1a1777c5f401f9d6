/**
 * Sizes as people read them.
 *
 * @module
 */

/**
 * Write a size with three digits at most, in decimal units (IEC 80000-13: 1 kB is 1000 bytes).
 * Part of the page's script, too.
 *
 * @param size The size in bytes; `null` where there is none
 * @returns For example `0 B`, `999 B`, `1.2 kB`, `45 MB`; a dash for none
 */
export function formatSize(size: number | null): string {
  if (size === null) return "–";
  if (size < 1000) return `${size} B`;
  const units = ["kB", "MB", "GB", "TB", "PB"];
  let value = size;
  let unit = -1;
  // 999.5 would be rounded to 1000.
  while (unit < 0 || (value >= 999.5 && unit < units.length - 1)) {
    value /= 1000;
    unit++;
  }
  return `${value < 9.95 ? value.toFixed(1) : Math.round(value)} ${units[unit]}`;
}

/**
 * Write a size exactly.
 *
 * @param size The size in bytes
 * @returns For example `12,345 bytes`
 */
export function formatBytes(size: number): string {
  return size === 1 ? "1 byte" : `${groupDigits(size)} bytes`;
}

/**
 * Write a whole number with commas.
 *
 * @param number The number
 * @returns For example `100,000`
 */
export function groupDigits(number: number): string {
  return String(number).replace(/\B(?=(...)+$)/g, ",");
}
