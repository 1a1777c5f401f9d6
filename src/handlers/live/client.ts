/**
 * The script that pages are given: it waits for changes, and shows them.
 *
 * @module
 */

/** What marks a window whose page reloads itself. */
const MARK = "http-server-live";

/** How long it rests after the connection was lost, in milliseconds. */
const PAUSE = 1000;

/**
 * Whether the page is in one of the same server that reloads itself, and this one with it.
 *
 * @param mark What marks such a page
 * @returns Whether it is
 */
function isReloadedByOther(mark: string): boolean {
  try {
    return top !== null && top !== self && mark in top;
  } catch {
    // A page of another server is asked nothing.
    return false;
  }
}

/**
 * Load a style sheet again, and take the old one away once the new one is there.
 *
 * @param link The style sheet
 * @param time What tells the two apart
 */
function swapStyleSheet(link: HTMLLinkElement, time: number): void {
  const url = new URL(link.href);
  url.searchParams.set("live", String(time));
  const next = link.cloneNode() as HTMLLinkElement;
  next.href = url.href;
  next.addEventListener("load", () => link.remove());
  next.addEventListener("error", () => next.remove());
  link.after(next);
}

/**
 * Show what has changed: style sheets in place, all else by loading the page again.
 *
 * @param change What the server said
 */
function showChange(change: { time: number; paths: string[] }): void {
  const { time, paths } = change;
  const links = [...document.querySelectorAll<HTMLLinkElement>('link[rel~="stylesheet"][href]')]
    .filter((link) => new URL(link.href).origin === location.origin);
  const isStyle = paths.length > 0 && paths.every((path) => /\.css$/i.test(path));
  if (!isStyle || links.length === 0) return location.reload();
  const changed = links.filter((link) => {
    const shown = decodeURIComponent(new URL(link.href).pathname);
    return paths.some((path) => shown.endsWith(`/${path}`));
  });
  // A style sheet that no link leads to is imported by one.
  for (const link of changed.length > 0 ? changed : links) swapStyleSheet(link, time);
}

/**
 * Wait for changes, as long as somebody looks at the page: browsers have few connections for a server.
 *
 * @param script The element of this script
 * @param pause How long to rest after the connection was lost, in milliseconds
 */
function waitForChanges(script: HTMLScriptElement, pause: number): void {
  let since = Number(script.dataset.since);
  let source: EventSource | undefined;
  const disconnect = (): void => {
    source?.close();
    source = undefined;
  };
  const connect = (): void => {
    if (source !== undefined || document.hidden) return;
    source = new EventSource(script.src.replace(/\.js$/, `?since=${since}`));
    source.addEventListener("message", ({ data }) => {
      const change = JSON.parse(data);
      since = change.time;
      showChange(change);
    });
    source.addEventListener("error", () => {
      disconnect();
      setTimeout(connect, pause);
    });
  };
  document.addEventListener("visibilitychange", () => document.hidden ? disconnect() : connect());
  addEventListener("pagehide", disconnect);
  addEventListener("pageshow", connect);
  connect();
}

/** The script. */
export const SCRIPT: string = [
  '"use strict";(() => {',
  ...[isReloadedByOther, swapStyleSheet, showChange, waitForChanges].map(String),
  `if (!isReloadedByOther(${JSON.stringify(MARK)})) {`,
  `self[${JSON.stringify(MARK)}] = true;`,
  `waitForChanges(document.currentScript, ${PAUSE});`,
  "}",
  "})();",
  "",
].join("\n");
