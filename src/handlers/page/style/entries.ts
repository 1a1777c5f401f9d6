/**
 * The entries, as rows and as cards.
 *
 * @module
 */

/** What rows and cards have in common, and the rows. */
export const ROWS_STYLE = `
.files, .files tbody, .files thead {
  display: block;
}
.files tr {
  display: grid;
  grid-template-columns: minmax(0, 1fr) 6rem 10.5rem;
  align-items: center;
  border-bottom: 1px solid var(--line);
}
.files :is(th, td) {
  padding: 0;
  text-align: start;
  font-weight: inherit;
}
.files :is(.size, .date) {
  padding: 0 .5rem;
  text-align: end;
  color: var(--muted);
  font-variant-numeric: tabular-nums;
  white-space: nowrap;
}
.files thead {
  position: sticky;
  top: 0;
  z-index: 1;
  background: var(--ground);
  font-size: .86rem;
}
.files th:is(.size, .date) {
  padding: 0;
}
.files th a {
  display: inline-flex;
  align-items: center;
  gap: .15rem;
  padding: .5rem;
  color: var(--muted);
}
.files :is(th.size, th.date) a {
  flex-direction: row-reverse;
}
.files th[aria-sort] a, .files th a:hover {
  color: var(--text);
  text-decoration: none;
}
.files th .icon {
  width: 1.1em;
  height: 1.1em;
}
.files tbody tr {
  content-visibility: auto;
  contain-intrinsic-size: auto 2.25rem;
}
.files tbody tr:hover, .files tbody tr:focus-within {
  background: var(--hover);
}
.files tbody tr.chosen {
  background: var(--chosen);
}
td.name {
  position: relative;
  min-width: 0;
}
td.name a {
  display: flex;
  align-items: center;
  gap: .65rem;
  /* Neither behind the head of the list nor behind the bar of what is selected. */
  scroll-margin: 3rem 0 7rem;
  padding: .42rem .5rem;
  color: inherit;
}
td.name a:hover {
  text-decoration: none;
}
td.name a:hover bdi {
  text-decoration: underline;
  text-decoration-color: var(--border);
  text-underline-offset: 3px;
}
td.name a:focus-visible {
  outline-offset: -2px;
}
@supports selector(:has(a)) {
  .files tbody tr:has(.name > a:focus-visible) {
    outline: 2px solid var(--accent);
    outline-offset: -2px;
    border-radius: 6px;
  }
  .grid .files tbody tr:has(.name > a:focus-visible) {
    border-radius: 10px;
  }
  td.name a:focus-visible {
    outline: none;
  }
}
.label {
  display: -webkit-box;
  overflow: hidden;
  min-width: 0;
  overflow-wrap: anywhere;
  white-space: pre-wrap;
  -webkit-box-orient: vertical;
  -webkit-line-clamp: 3;
}
.slash {
  color: var(--muted);
}
.label .link {
  width: 1em;
  height: 1em;
  margin-inline-start: .2em;
  vertical-align: -.1em;
  color: var(--muted);
}
.picture {
  display: flex;
  flex: none;
  align-items: center;
  justify-content: center;
  color: var(--muted);
}
.picture.folder {
  --kind: var(--folder);
}
.picture.image {
  --kind: var(--image);
}
.picture:is(.audio, .video) {
  --kind: var(--media);
}
.picture.pdf {
  --kind: var(--pdf);
}
.picture.archive {
  --kind: var(--archive);
}
.picture.code {
  --kind: var(--code);
}
.picture .icon {
  color: var(--kind, inherit);
}
.icon.folder {
  fill: color-mix(in srgb, var(--folder) 22%, transparent);
}
/* Size and date are one line of text where there is no room for columns. */
.grid td.size:not(.none) + .date::before {
  content: "·";
  margin: 0 .4rem;
}
.pick {
  position: absolute;
  inset-block: 0;
  inset-inline-start: 0;
  z-index: 1;
  display: flex;
  align-items: center;
  padding: 0 .6rem;
  opacity: 0;
}
.pick input {
  width: 1.15rem;
  height: 1.15rem;
  margin: 0;
  accent-color: var(--accent);
}
.selecting .pick, .chosen .pick, .pick:focus-within {
  opacity: 1;
}
.selecting .picture .icon, .chosen .picture .icon, .pick:focus-within + a .icon {
  visibility: hidden;
}
@media (hover: hover) {
  tr:hover .pick {
    opacity: 1;
  }
  tr:hover .picture .icon {
    visibility: hidden;
  }
}
@media (hover: none) {
  body:not(.selecting) .pick {
    pointer-events: none;
  }
}
@media (max-width: 40rem) {
  .list td.size:not(.none) + .date::before {
    content: "·";
    margin: 0 .4rem;
  }
  .list .files tbody tr {
    grid-template-columns: auto minmax(0, 1fr);
    padding-bottom: .45rem;
    contain-intrinsic-size: auto 3.6rem;
  }
  .files thead tr {
    grid-template-columns: 1fr auto auto;
  }
  .list .files td.name {
    grid-column: 1 / -1;
  }
  .list .files td.name a {
    padding-bottom: 0;
  }
  /* There is no mouse that could show the rest. */
  .list .label {
    display: block;
  }
  .list .files :is(td.size, td.date) {
    padding: 0;
    font-size: .86rem;
    text-align: start;
  }
  .list .files td.size {
    padding-inline-start: 2.6rem;
  }
  .list .files td.size.none {
    visibility: hidden;
    width: 2.6rem;
  }
}
`;

/** The cards. */
export const CARDS_STYLE = `
.grid .files tbody {
  display: grid;
  grid-template-columns: repeat(auto-fill, minmax(10.5rem, 1fr));
  gap: .75rem;
  padding-top: .75rem;
}
.grid .files thead tr {
  grid-template-columns: auto auto auto 1fr;
}
.grid .files tbody tr {
  grid-template-columns: auto minmax(0, 1fr);
  grid-template-rows: 1fr auto;
  padding-bottom: .5rem;
  border: 1px solid var(--line);
  border-radius: 10px;
  overflow: hidden;
  contain-intrinsic-size: auto 10.5rem;
}
.grid .files tbody tr:is(:hover, :focus-within) {
  border-color: var(--border);
}
.grid td.name {
  grid-column: 1 / -1;
  align-self: stretch;
}
.grid td.name a {
  flex-direction: column;
  align-items: stretch;
  gap: .5rem;
  padding: 0;
}
.grid .label {
  padding: 0 .65rem;
  -webkit-line-clamp: 2;
}
.grid .chosen .label {
  -webkit-line-clamp: none;
}
.grid .files :is(td.size, td.date) {
  padding: .1rem 0 0;
  font-size: .86rem;
  text-align: start;
}
.grid .files td.size {
  padding-inline-start: .65rem;
}
.grid .files td.date {
  overflow: hidden;
  padding-inline-end: .65rem;
  text-overflow: ellipsis;
}
.grid .files td.size.none {
  width: .65rem;
  padding: 0;
  visibility: hidden;
}
.grid .picture {
  aspect-ratio: 3 / 2;
  min-height: 0;
  overflow: hidden;
  background: color-mix(in srgb, var(--kind, transparent) 7%, var(--tile));
}
.grid .picture .icon {
  width: 3.2rem;
  height: 3.2rem;
  stroke-width: 1.1;
}
.grid .picture img {
  width: 100%;
  height: 100%;
  object-fit: cover;
}
.grid .pick {
  inset-block: 0 auto;
  padding: .6rem;
}
.grid.selecting .picture .icon, .grid .chosen .picture .icon, .grid tr:hover .picture .icon,
.grid .pick:focus-within + a .icon {
  visibility: visible;
}
@media (max-width: 30rem) {
  .grid .files tbody {
    grid-template-columns: repeat(2, minmax(0, 1fr));
  }
}
`;
