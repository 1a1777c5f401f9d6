/**
 * The README.
 *
 * @module
 */

/** What Markdown becomes. */
export const PROSE_STYLE = `
.readme {
  margin-top: 2.5rem;
  border: 1px solid var(--line);
  border-radius: 12px;
  overflow: hidden;
}
.readme > h2 {
  padding: .6rem 1.1rem;
  border-bottom: 1px solid var(--line);
  color: var(--muted);
  font-size: .93rem;
  font-weight: 600;
}
.prose {
  max-width: 48rem;
  padding: .5rem clamp(1.1rem, 4vw, 2rem) 1.5rem;
  font-size: 1.07rem;
  line-height: 1.6;
  overflow-wrap: anywhere;
}
.prose :is(h3, h4, h5, h6) {
  margin: 1.6em 0 .5em;
  line-height: 1.3;
}
.prose > :first-child {
  margin-top: .6em;
}
.prose h3 {
  font-size: 1.5rem;
  letter-spacing: -.01em;
}
.prose h4 {
  font-size: 1.2rem;
}
.prose h5, .prose h6 {
  font-size: 1rem;
}
.prose :is(p, ul, ol, pre, blockquote, .scroll) {
  margin: .8em 0;
}
.prose :is(ul, ol) {
  padding-inline-start: 1.6em;
}
.prose .task {
  list-style: none;
}
.prose .task > input, .prose .task > p:first-child > input {
  width: 1em;
  margin-inline: -1.4em .1em;
  vertical-align: -.1em;
  accent-color: var(--accent);
}
.prose a {
  text-decoration: underline;
  text-decoration-color: color-mix(in srgb, currentColor 40%, transparent);
  text-underline-offset: 3px;
}
.prose :is(code, pre) {
  font: .92em/1.55 ui-monospace, "Cascadia Code", Menlo, Consolas, "DejaVu Sans Mono", monospace;
}
.prose code {
  padding: .1em .3em;
  border-radius: 5px;
  background: var(--sunken);
}
.prose pre {
  padding: .8rem 1rem;
  border-radius: 8px;
  background: var(--sunken);
  overflow-wrap: anywhere;
  white-space: pre-wrap;
}
.prose pre.plain {
  padding: 0;
  background: none;
}
.prose pre code {
  padding: 0;
  background: none;
  font-size: 1em;
}
.prose blockquote {
  padding-inline-start: 1rem;
  border-inline-start: 3px solid var(--border);
  color: var(--muted);
}
.prose img {
  max-width: 100%;
  height: auto;
}
.prose .remote {
  color: var(--muted);
}
.prose hr {
  border: 0;
  border-top: 1px solid var(--line);
}
.prose .scroll {
  overflow-x: auto;
}
.prose table {
  border-collapse: collapse;
}
.prose :is(th, td) {
  padding: .35rem .8rem;
  border: 1px solid var(--line);
}
.prose th {
  font-weight: 600;
}
.prose .center {
  text-align: center;
}
.prose .right {
  text-align: right;
}
.prose .left {
  text-align: left;
}
@media print {
  .toolbar, .pager, footer, .skip {
    display: none !important;
  }
}
`;
