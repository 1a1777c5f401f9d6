/**
 * Colours and type. All pairs of text and ground have a contrast of 4.5 or more (WCAG 2, AA).
 *
 * @module
 */

/** Variables and what the elements have in common. */
export const THEME_STYLE = `
:root {
  color-scheme: light dark;
  --ground: #fff;
  --raised: #fff;
  --sunken: #f5f6f8;
  --tile: #f5f6f8;
  --hover: #f4f6fa;
  --chosen: #e6edfc;
  --line: #e9ebef;
  --border: #ccd1da;
  --text: #1b1f27;
  --muted: #5c6472;
  --accent: #2456c8;
  --on-accent: #fff;
  --folder: #5b86e5;
  --image: #2c8a5b;
  --media: #8a55c8;
  --pdf: #c8453b;
  --archive: #a8741a;
  --code: #2a7f93;
  --shadow: 0 12px 40px #1b1f2733;
  --backdrop: #1b1f2799;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #14161b;
    --raised: #1d2027;
    --sunken: #0f1115;
    --tile: #1a1d23;
    --hover: #1c2028;
    --chosen: #22304f;
    --line: #242830;
    --border: #424957;
    --text: #e4e7ed;
    --muted: #9aa3b2;
    --accent: #8db1ff;
    --on-accent: #10131a;
    --folder: #7ea4f4;
    --image: #66c294;
    --media: #b997ea;
    --pdf: #f08a80;
    --archive: #d9ab5a;
    --code: #6cbccf;
    --shadow: 0 12px 40px #000a;
    --backdrop: #000b;
  }
}
* {
  box-sizing: border-box;
}
[hidden] {
  display: none !important;
}
html {
  background: var(--ground);
  color: var(--text);
  font: 14px/1.45 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif;
  -webkit-text-size-adjust: 100%;
  text-size-adjust: 100%;
}
body {
  max-width: 70rem;
  min-height: 100vh;
  margin: 0 auto;
  padding: 0 clamp(1rem, 4vw, 2.5rem) 3rem;
}
a {
  color: var(--accent);
  text-decoration: none;
}
a:hover {
  text-decoration: underline;
}
:focus-visible {
  outline: 2px solid var(--accent);
  outline-offset: 2px;
  border-radius: 6px;
}
main:focus {
  outline: none;
}
h1, h2, p, ol, table {
  margin: 0;
  padding: 0;
}
button, input {
  font: inherit;
  color: inherit;
}
button {
  cursor: pointer;
}
.unseen, .skip:not(:focus) {
  position: absolute;
  width: 1px;
  height: 1px;
  margin: -1px;
  padding: 0;
  border: 0;
  overflow: hidden;
  clip-path: inset(50%);
  white-space: nowrap;
}
.skip:focus {
  position: absolute;
  top: .5rem;
  z-index: 3;
  padding: .4rem .8rem;
  background: var(--raised);
}
.sheet {
  position: absolute;
  width: 0;
  height: 0;
}
.band {
  fill: currentColor;
}
.icon {
  flex: none;
  width: 1.45em;
  height: 1.45em;
  fill: none;
  stroke: currentColor;
  stroke-width: 1.6;
  stroke-linecap: round;
  stroke-linejoin: round;
}
`;
