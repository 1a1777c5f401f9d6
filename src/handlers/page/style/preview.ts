/**
 * The dialog in which files are looked at.
 *
 * @module
 */

/** The dialog. */
export const PREVIEW_STYLE = `
.preview {
  width: min(96vw, 80rem);
  max-width: none;
  height: min(94vh, 60rem);
  max-height: none;
  padding: 0;
  border: 0;
  border-radius: 14px;
  overflow: hidden;
  background: var(--raised);
  color: inherit;
  box-shadow: var(--shadow);
}
.preview[open] {
  display: flex;
  flex-direction: column;
}
.preview::backdrop {
  background: var(--backdrop);
}
.bar {
  display: flex;
  align-items: center;
  gap: .25rem;
  padding: .4rem .4rem .4rem 1rem;
}
.bar h2 {
  overflow: hidden;
  min-width: 0;
  font-size: 1rem;
  font-weight: 600;
  text-overflow: ellipsis;
  white-space: nowrap;
}
.place {
  flex: none;
  margin-inline: .5rem auto;
  color: var(--muted);
  font-variant-numeric: tabular-nums;
}
.stage {
  flex: 1;
  display: flex;
  align-items: center;
  justify-content: center;
  min-height: 0;
  overflow: auto;
  background: var(--sunken);
}
.stage img, .stage video {
  max-width: 100%;
  max-height: 100%;
  object-fit: contain;
}
.stage audio {
  width: min(90%, 30rem);
}
.stage iframe {
  width: 100%;
  height: 100%;
  border: 0;
  background: #fff;
}
.stage .source {
  align-self: stretch;
  flex: 1;
  min-width: 0;
  margin: 0;
  padding: 1rem clamp(1rem, 6vw, 4.5rem);
  overflow: auto;
  font: 13px/1.55 ui-monospace, "Cascadia Code", Menlo, Consolas, "DejaVu Sans Mono", monospace;
  overflow-wrap: anywhere;
  white-space: pre-wrap;
  tab-size: 4;
}
.stage .note {
  color: var(--muted);
}
.step {
  position: absolute;
  top: 50%;
  display: flex;
  align-items: center;
  justify-content: center;
  width: 2.75rem;
  height: 2.75rem;
  padding: 0;
  border: 1px solid var(--line);
  border-radius: 50%;
  background: var(--raised);
  box-shadow: 0 2px 8px #0002;
}
.step:hover {
  background: var(--hover);
}
.step.previous {
  left: .75rem;
}
.step.next {
  right: .75rem;
}
@media (min-width: 40.01rem) {
  .stage iframe {
    width: calc(100% - 8rem);
  }
}
@media (max-width: 40rem) {
  .preview {
    width: 100vw;
    height: 100dvh;
    border-radius: 0;
  }
  .step {
    top: auto;
    bottom: 1rem;
  }
  .stage .code {
    overflow-wrap: normal;
    white-space: pre;
  }
}
@media (prefers-reduced-motion: no-preference) {
  .preview[open] {
    animation: appear .12s ease-out;
  }
  @keyframes appear {
    from {
      opacity: 0;
      transform: translateY(8px);
    }
  }
}
`;
