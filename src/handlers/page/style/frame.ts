/**
 * What is around the entries: the way, the tools, the pages, the foot.
 *
 * @module
 */

/** Header, toolbar, pager, and what floats. */
export const FRAME_STYLE = `
header {
  padding: clamp(1.25rem, 4vw, 2.5rem) 0 0;
}
.crumbs {
  display: flex;
  flex-wrap: wrap;
  align-items: center;
  margin-inline-start: -.2rem;
  list-style: none;
  font-size: 1.25rem;
  line-height: 1.5;
}
.crumbs li {
  display: flex;
  align-items: center;
  min-width: 0;
}
.crumbs li:not(:last-child)::after {
  content: "/";
  margin: 0 .25rem;
  color: var(--border);
}
.crumbs a {
  color: var(--muted);
}
.crumbs a, .crumbs h1 {
  padding: .1rem .2rem;
  display: flex;
  align-items: center;
  min-height: 2rem;
  overflow-wrap: anywhere;
}
.crumbs a:hover {
  color: var(--text);
}
.crumbs span.home {
  margin-inline-start: .45rem;
}
.crumbs h1 {
  font-size: inherit;
  font-weight: 600;
  letter-spacing: -.01em;
}
.summary {
  min-height: 1.45em;
  color: var(--muted);
}
.toolbar {
  display: flex;
  align-items: center;
  gap: .5rem;
  margin: 1.1rem 0 .6rem;
}
.filter {
  position: relative;
  flex: 1;
  max-width: 22rem;
  margin-inline-end: auto;
}
.filter .icon {
  position: absolute;
  inset-block: 0;
  inset-inline-start: .6rem;
  height: 100%;
  color: var(--muted);
  pointer-events: none;
}
.filter input[type="search"] {
  width: 100%;
  height: 2.25rem;
  padding: 0 .6rem 0 2.3rem;
  border: 1px solid var(--border);
  border-radius: 8px;
  background: var(--ground);
  appearance: none;
}
.filter input::placeholder {
  color: var(--muted);
  opacity: 1;
}
.filter input:focus-visible {
  border-color: var(--accent);
  outline-offset: -1px;
}
.tool {
  display: inline-flex;
  align-items: center;
  justify-content: center;
  gap: .4rem;
  min-width: 2.25rem;
  height: 2.25rem;
  padding: 0 .45rem;
  border: 0;
  border-radius: 8px;
  background: none;
  color: var(--muted);
}
.tool:hover {
  background: var(--hover);
  color: var(--text);
  text-decoration: none;
}
.tool[aria-pressed="true"], .tool[aria-current] {
  background: var(--chosen);
  color: var(--accent);
}
.views {
  display: flex;
  gap: 2px;
}
.empty {
  padding: 4rem 1rem;
  text-align: center;
  color: var(--muted);
}
.pager {
  display: flex;
  flex-wrap: wrap;
  align-items: center;
  justify-content: center;
  gap: .25rem;
  padding: 1rem 0;
  color: var(--muted);
  font-variant-numeric: tabular-nums;
}
.pager > * {
  padding: .4rem .7rem;
  border-radius: 8px;
}
.pager a:hover {
  background: var(--hover);
  text-decoration: none;
}
.pager .off {
  visibility: hidden;
}
footer {
  display: flex;
  flex-wrap: wrap;
  gap: .5rem 1.25rem;
  padding: 1.5rem 0 0;
  color: var(--muted);
  font-size: .86rem;
}
kbd {
  display: inline-block;
  min-width: 1.5em;
  padding: 0 .35em;
  border: 1px solid var(--line);
  border-radius: 5px;
  font: inherit;
  text-align: center;
}
@media (hover: none), (max-width: 40rem) {
  footer {
    display: none;
  }
}
.selection {
  position: fixed;
  inset-inline: 0;
  bottom: max(1rem, env(safe-area-inset-bottom));
  z-index: 2;
  display: flex;
  align-items: center;
  gap: .25rem;
  width: fit-content;
  max-width: calc(100vw - 1rem);
  margin: 0 auto;
  padding: .4rem .4rem .4rem 1rem;
  border: 1px solid var(--line);
  border-radius: 12px;
  background: var(--raised);
  box-shadow: var(--shadow);
}
/* The last entries can be scrolled out from behind it. */
body:has(> .selection:not([hidden])) {
  padding-bottom: 6rem;
}
.selection p {
  margin-inline-end: .75rem;
  white-space: nowrap;
}
.selection button {
  display: inline-flex;
  align-items: center;
  gap: .4rem;
  height: 2.25rem;
  padding: 0 .7rem;
  border: 0;
  border-radius: 8px;
  background: none;
  white-space: nowrap;
}
.selection button:hover {
  background: var(--hover);
}
@media (max-width: 30rem) {
  .tool-label {
    position: absolute;
    width: 1px;
    overflow: hidden;
    clip-path: inset(50%);
  }
  .selection {
    gap: 0;
    padding-inline-start: .75rem;
  }
  .selection p {
    margin-inline-end: .25rem;
    white-space: normal;
  }
  .selection button {
    padding: 0 .6rem;
  }
  .pager > * {
    padding: .4rem .45rem;
  }
}
`;
