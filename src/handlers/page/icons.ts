/**
 * The page's icons: drawn once, and used by reference. 24 units wide, lines of 1.6.
 *
 * @module
 */

/** A sheet with a folded corner, on which kinds of files have their signs. */
const SHEET = '<path d="M6 3.5h8l4.5 4.5v12a.8.8 0 0 1-.8.8H6.3a.8.8 0 0 1-.8-.8v-16a.5.5 0 0 1 ' +
  '.5-.5z"/><path d="M13.8 3.7v4.5h4.5"/>';

/** What each icon is drawn with. */
const DRAWINGS = {
  folder: '<path d="M3.5 6.8c0-.7.6-1.3 1.3-1.3h4.4c.4 0 .7.1 1 .4l1.5 1.6h7.5c.7 0 ' +
    '1.3.6 1.3 1.3v8.9c0 .7-.6 1.3-1.3 1.3H4.8c-.7 0-1.3-.6-1.3-1.3z"/>',
  file: SHEET,
  text: `${SHEET}<path d="M8.7 12h6.6M8.7 15h6.6M8.7 18h4"/>`,
  code: `${SHEET}<path d="m10.3 12.2-2.1 2.4 2.1 2.4m3.4-4.8 2.1 2.4-2.1 2.4"/>`,
  pdf: `${SHEET}<path class="band" d="M5.5 12.5h13v4.5h-13z"/>`,
  archive: `${SHEET}<path d="M10 4v1.6m1.6 0v1.6M10 7.2v1.6m1.6 0v1.6M9.6 12.6h2.4v4H9.6z"/>`,
  image:
    '<rect x="3.5" y="5" width="17" height="14" rx="1.6"/><circle cx="8.6" cy="9.9" r="1.5"/>' +
    '<path d="m4 17 4.7-4 3 2.4 3.9-4.1 4.6 4.6"/>',
  audio: '<path d="M9 17.4V6.2l9.6-1.7v10.9"/><ellipse cx="6.8" cy="17.4" rx="2.3" ry="2"/>' +
    '<ellipse cx="16.4" cy="15.4" rx="2.3" ry="2"/>',
  video: '<rect x="3.5" y="5" width="17" height="14" rx="1.6"/><path d="m10.2 9.2 5 2.8-5 2.8z"/>',
  home: '<path d="M4 11.2 12 4.4l8 6.8M6.2 9.6v9.6h4v-5h3.6v5h4V9.6"/>',
  link: '<path d="M9 7h8v8m0-8-9.5 9.5"/>',
  list: '<path d="M9 6.5h11M9 12h11M9 17.5h11M4.2 6.5h.6M4.2 12h.6M4.2 17.5h.6"/>',
  grid: '<rect x="4" y="4" width="6.6" height="6.6" rx="1"/><rect x="13.4" y="4" width="6.6" ' +
    'height="6.6" rx="1"/><rect x="4" y="13.4" width="6.6" height="6.6" rx="1"/>' +
    '<rect x="13.4" y="13.4" width="6.6" height="6.6" rx="1"/>',
  select: '<rect x="4" y="4" width="16" height="16" rx="3"/><path d="m8 12.2 2.8 2.8 5.4-6"/>',
  search: '<circle cx="11" cy="11" r="6.2"/><path d="m15.6 15.6 4.4 4.4"/>',
  up: '<path d="m7 14 5-5 5 5"/>',
  down: '<path d="m7 10 5 5 5-5"/>',
  previous: '<path d="m14.5 5.5-6.5 6.5 6.5 6.5"/>',
  next: '<path d="m9.5 5.5 6.5 6.5-6.5 6.5"/>',
  close: '<path d="m6 6 12 12M18 6 6 18"/>',
  download: '<path d="M12 4v10.6m-4.6-4.2 4.6 4.6 4.6-4.6M4.8 19.4h14.4"/>',
  copy:
    '<rect x="8.8" y="8.8" width="11" height="11" rx="2"/><path d="M15.2 8.8V6.2a2 2 0 0 0-2-2' +
    'h-7a2 2 0 0 0-2 2v7a2 2 0 0 0 2 2h2.6"/>',
  upload: '<path d="M12 19.4V8.8m-4.6 4.2L12 8.4l4.6 4.6M4.8 4.6h14.4"/>',
  rename: '<path d="M4.5 19.5l.8-3.7L15.6 5.5l2.9 2.9L8.2 18.7zM13.6 7.5l2.9 2.9"/>',
  trash: '<path d="M4.5 7h15M9.5 7V4.5h5V7M6.5 7l1 12.5h9l1-12.5M10 10.5v5.5m4-5.5v5.5"/>',
  open: '<path d="M10 5H5v14h14v-5M13.5 4.5h6v6m0-6L11 13"/>',
} as const;

/** The name of an icon. */
export type Icon = keyof typeof DRAWINGS;

/** All icons, to be put into the page once. */
export const ICON_SHEET: string = `<svg class="sheet" aria-hidden="true">${
  Object.entries(DRAWINGS).map(([name, drawing]) =>
    `<symbol id="icon-${name}" viewBox="0 0 24 24">${drawing}</symbol>`
  ).join("")
}</svg>`;

/**
 * Use an icon. It says nothing to those who don't see it: a text beside it does.
 *
 * @param name The icon
 * @returns An `svg` element
 */
export function icon(name: Icon): string {
  return `<svg class="icon ${name}" aria-hidden="true"><use href="#icon-${name}"/></svg>`;
}

/** The page's own picture, in its address: browsers would ask for `/favicon.ico`. */
export const FAVICON: string = `data:image/svg+xml,${
  encodeURIComponent(
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" fill="#5b86e5">' +
      `${DRAWINGS.folder}</svg>`,
  )
}`;
