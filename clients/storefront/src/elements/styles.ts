// Everything that a page's own rules could reach by inheritance is set again; colours, font and shape are variables.
const CSS = `
:host {
  display: block;
  container-type: inline-size;
}
:host([hidden]) { display: none; }
:host(:state(empty)) { display: none; }
*, *::before, *::after { box-sizing: border-box; }
.box {
  --accent: var(--guerdon-accent, light-dark(#0f766e, #5eead4));
  --text: var(--guerdon-text, light-dark(#1c1917, #f5f5f4));
  --muted: var(--guerdon-muted, light-dark(#57534e, #a8a29e));
  --surface: var(--guerdon-surface, light-dark(#ffffff, #1c1917));
  --border: var(--guerdon-border, light-dark(#d6d3d1, #44403c));
  --danger: var(--guerdon-danger, light-dark(#b91c1c, #fca5a5));
  --gap: var(--guerdon-gap, 0.75em);
  background: var(--surface);
  border: 1px solid var(--border);
  border-radius: var(--guerdon-radius, 0.75em);
  color: var(--text);
  cursor: default;
  font-family: var(--guerdon-font, inherit);
  font-size: var(--guerdon-font-size, inherit);
  font-style: normal;
  font-weight: 400;
  hyphens: manual;
  letter-spacing: normal;
  line-height: 1.5;
  list-style: none;
  overflow-wrap: anywhere;
  padding: var(--guerdon-padding, 1.25em);
  text-align: start;
  text-indent: 0;
  text-shadow: none;
  text-transform: none;
  visibility: visible;
  white-space: normal;
  word-spacing: normal;
}
.box.bare { background: none; border: 0; border-radius: 0; padding: 0; }
.stack { display: grid; gap: var(--gap); grid-template-columns: minmax(0, 1fr); }
p, ul, ol { margin: 0; padding: 0; }
ul, ol { list-style: none; }
.heading { font-size: 1.125em; font-weight: 600; line-height: 1.3; margin-block-end: var(--gap); }
.heading:empty { display: none; }
.number { font-size: clamp(1.5em, 9cqi, 2.25em); font-variant-numeric: tabular-nums; font-weight: 700; line-height: 1.15; }
.muted { color: var(--muted); }
.small { font-size: 0.875em; }
.facts { border-block-start: 1px solid var(--border); display: grid; gap: 0.35em; padding-block-start: var(--gap); }
.problem { color: var(--danger); }
.row { align-items: baseline; display: flex; flex-wrap: wrap; gap: 0.25em 1em; justify-content: space-between; }
.buttons { display: flex; flex-wrap: wrap; gap: 0.5em; }
button {
  appearance: none;
  background: transparent;
  border: 1px solid var(--accent);
  border-radius: calc(var(--guerdon-radius, 0.75em) * 0.67);
  color: var(--accent);
  cursor: pointer;
  font: inherit;
  font-weight: 600;
  line-height: 1.25;
  min-block-size: 44px;
  padding: 0.5em 1em;
}
button:hover { background: color-mix(in srgb, var(--accent) 12%, transparent); }
button:disabled { cursor: default; opacity: 0.55; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
input[type="range"] { accent-color: var(--accent); block-size: 44px; inline-size: 100%; margin: 0; }
label { font-weight: 600; }
label.check { align-items: center; display: flex; font-weight: 400; gap: 0.75em; min-block-size: 44px; }
input[type="checkbox"] { accent-color: var(--accent); block-size: 1.25em; flex: none; inline-size: 1.25em; margin: 0; }
.value { font-variant-numeric: tabular-nums; }
.total { font-size: 1.125em; font-weight: 600; }
.entries > li {
  border-block-start: 1px solid var(--border);
  display: grid;
  gap: 0.1em 1em;
  grid-template-columns: minmax(0, 1fr) auto;
  padding-block: 0.75em;
}
.entries > li:first-child { border-block-start: 0; padding-block-start: 0; }
.entries > li:last-child { padding-block-end: 0; }
.entries > li:focus { outline: none; }
.entries .wide { grid-column: 1 / -1; }
.entries .change { font-variant-numeric: tabular-nums; font-weight: 600; text-align: end; }
.entries .after { text-align: end; }
.gain { color: var(--accent); }
@container (max-width: 24em) {
  .entries > li { grid-template-columns: minmax(0, 1fr); }
  .entries .change, .entries .after { text-align: start; }
  .buttons > button { flex: 1 1 auto; }
}
summary { cursor: pointer; min-block-size: 24px; }
details ul { display: grid; gap: 0.25em; margin-block-start: 0.5em; }
.spoken { block-size: 1px; clip-path: inset(50%); inline-size: 1px; overflow: hidden; position: absolute; white-space: nowrap; }
@media (forced-colors: active) { .box { border-color: CanvasText; } button { border-color: ButtonText; color: ButtonText; } }
`;

let sheet: CSSStyleSheet | undefined;

/** The one style sheet of all elements: constructed, so that no policy about inline styles is in its way. */
export function styles(): CSSStyleSheet {
  if (!sheet) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(CSS);
  }
  return sheet;
}
