/**
 * Part of the page's script: dates as distances from now, and in the reader's zone.
 *
 * @module
 */

/**
 * How long ago something was.
 *
 * @param time When, in milliseconds since the epoch
 * @param now The time now, likewise
 * @param format What to put it in words with: one takes longer to make than to use many times
 * @returns For example `3 hours ago`, in English as the page is; `undefined` from 30 days on, and for
 * what is more than a minute ahead
 */
export function relativeDate(
  time: number,
  now: number,
  format: Intl.RelativeTimeFormat = new Intl.RelativeTimeFormat("en", { numeric: "auto" }),
): string | undefined {
  const seconds = (now - time) / 1000;
  if (seconds < -60 || seconds >= 30 * 86_400) return undefined;
  if (seconds < 45) return "just now";
  if (seconds < 45 * 60) return format.format(-Math.max(1, Math.round(seconds / 60)), "minute");
  if (seconds < 22 * 3600) return format.format(-Math.max(1, Math.round(seconds / 3600)), "hour");
  return format.format(-Math.max(1, Math.round(seconds / 86_400)), "day");
}

/** Put the reader's dates in place of those in UTC; the exact ones when the mouse comes to them. */
export function showDates(): void {
  const now = Date.now();
  const relative = new Intl.RelativeTimeFormat("en", { numeric: "auto" });
  const day = new Intl.DateTimeFormat(undefined, { dateStyle: "medium" });
  const exact = new Intl.DateTimeFormat(undefined, { dateStyle: "full", timeStyle: "medium" });
  for (const element of document.querySelectorAll("time")) {
    const time = Date.parse(element.dateTime);
    element.textContent = relativeDate(time, now, relative) ?? day.format(time);
  }
  document.addEventListener("mouseover", ({ target }) => {
    const element = (target as HTMLElement).closest("time");
    if (element !== null) element.title = exact.format(Date.parse(element.dateTime));
  });
}
