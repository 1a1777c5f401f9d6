/**
 * How the controls for sharing look.
 *
 * @module
 */

/** The style of what is in the page only when an ability is on. */
const SOURCE = `
.sharing, .sharing form {
  display: flex;
  flex-wrap: wrap;
  align-items: center;
  gap: .25rem;
}
.sharing {
  gap: .25rem .5rem;
  margin: 0 0 .6rem -.45rem;
}
.sharing .tool {
  cursor: pointer;
}
.question .tool, .uploads .tool {
  border: 1px solid var(--border);
  color: var(--text);
  padding: 0 .7rem;
}
.sharing input[type="file"] {
  margin-inline-start: .45rem;
}
.sharing .mkdir input {
  height: 2.25rem;
  width: 9rem;
  margin-inline-start: .45rem;
  padding: 0 .6rem;
  border: 1px solid var(--line);
  border-radius: 8px;
  background: var(--ground);
}
.sharing .mkdir input::placeholder {
  color: var(--muted);
  opacity: 1;
}
.sharing input.unseen:focus-visible + label,
.sharing label:has(+ input.unseen:focus-visible) {
  outline: 2px solid var(--accent);
  outline-offset: 2px;
}
.dropping::after {
  content: "Drop files and folders here";
  position: fixed;
  inset: .5rem;
  z-index: 4;
  display: grid;
  place-items: center;
  border: 3px dashed var(--accent);
  border-radius: 12px;
  background: var(--backdrop);
  color: #fff;
  font-size: 1.5rem;
  pointer-events: none;
}
.uploads {
  position: fixed;
  inset-inline-end: 1rem;
  bottom: 1rem;
  z-index: 3;
  display: flex;
  flex-direction: column;
  width: min(26rem, calc(100vw - 2rem));
  max-height: min(24rem, 60vh);
  border: 1px solid var(--line);
  border-radius: 12px;
  background: var(--raised);
  box-shadow: var(--shadow);
}
.uploads-bar {
  display: flex;
  align-items: center;
  justify-content: space-between;
  gap: .5rem;
  padding: .5rem .5rem .5rem 1rem;
  border-bottom: 1px solid var(--line);
}
.uploads ul {
  margin: 0;
  padding: 0;
  overflow-y: auto;
  list-style: none;
}
.uploads li {
  display: grid;
  grid-template-columns: minmax(0, 1fr) auto;
  gap: .1rem .5rem;
  align-items: center;
  padding: .5rem .5rem .5rem 1rem;
}
.uploads li + li {
  border-top: 1px solid var(--line);
}
.uploads bdi {
  overflow-wrap: anywhere;
}
.uploads progress {
  grid-column: 1;
  width: 100%;
  height: .4rem;
  accent-color: var(--accent);
}
.uploads .state {
  grid-column: 1;
  color: var(--muted);
  font-size: .86rem;
  font-variant-numeric: tabular-nums;
}
.uploads .failed .state {
  color: var(--pdf);
}
.uploads li .tool {
  grid-column: 2;
  grid-row: 1 / span 3;
}
.question {
  width: min(28rem, calc(100vw - 2rem));
  padding: 1.25rem;
  border: 1px solid var(--line);
  border-radius: 12px;
  background: var(--raised);
  color: inherit;
  box-shadow: var(--shadow);
}
.question::backdrop {
  background: var(--backdrop);
}
.question h2 {
  font-size: 1.1rem;
}
.question p {
  margin: .6rem 0;
  max-height: 12rem;
  overflow: auto;
  overflow-wrap: anywhere;
}
#deletion-names, #deletion-problem, #moving-names, #moving-problem {
  white-space: pre-line;
}
#deletion-problem, #moving-problem {
  color: var(--pdf);
}
#moving-hint {
  color: var(--muted);
  font-size: .86rem;
}
.question input:not([type]) {
  width: 100%;
  height: 2.5rem;
  margin-top: .3rem;
  padding: 0 .6rem;
  border: 1px solid var(--border);
  border-radius: 8px;
  background: var(--ground);
}
.files tbody tr.into, .crumbs .into {
  border-radius: 6px;
  outline: 2px dashed var(--accent);
  outline-offset: -2px;
  background: var(--chosen);
}
.answers {
  display: flex;
  justify-content: flex-end;
  gap: .5rem;
}
.question .danger {
  border-color: var(--pdf);
  color: var(--pdf);
}
`;

/** The style, without what is there for its readers only. */
export const SHARING_STYLE: string = SOURCE.replace(/\n\s*/g, "\n").trim();
