/**
 * Part of the page's script: pictures that cannot be shown get the icon of pictures.
 *
 * @module
 */

/** Put the icon in the place of a thumbnail: a copy of another one, of which every page has some. */
export function showIcon(image: HTMLImageElement): void {
  const icon = document.querySelector("svg.icon")!.cloneNode(true) as SVGElement;
  icon.setAttribute("class", "icon image");
  icon.firstElementChild!.setAttribute("href", "#icon-image");
  image.replaceWith(icon);
}

/** Look after the thumbnails from now on, and for those that have failed already. */
export function startThumbnails(): void {
  for (const image of document.querySelectorAll<HTMLImageElement>("#entries img")) {
    if (image.complete && image.naturalWidth === 0) showIcon(image);
    else image.addEventListener("error", () => showIcon(image));
  }
}
