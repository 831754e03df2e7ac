// Icons as inline SVG, 24 by 24, drawn with the text's colour. They are never the only sign of
// anything: words stand beside them, so screen readers pass them over.
import { html, svg } from "../vendor/lit-html/lit-html.js";

const paths = {
  add: svg`<path d="M12 5v14M5 12h14"/>`,
  alert: svg`<path d="M12 3.5 2.8 19.5h18.4z"/><path d="M12 10v4"/><path d="M12 17h.01"/>`,
  arrow: svg`<path d="M5 4v7a4 4 0 0 0 4 4h10"/><path d="m15 11 4 4-4 4"/>`,
  block: svg`<circle cx="12" cy="12" r="9"/><path d="m5.7 5.7 12.6 12.6"/>`,
  check: svg`<path d="m4.5 12.5 5 5 10-11"/>`,
  close: svg`<path d="M6 6l12 12M18 6 6 18"/>`,
  copy: svg`<rect x="8.5" y="8.5" width="12" height="12" rx="2"/><path d="M15.5 8.5v-3a2 2 0 0 0-2-2h-8a2 2 0 0 0-2 2v8a2 2 0 0 0 2 2h3"/>`,
  file: svg`<path d="M13.5 3H7a2 2 0 0 0-2 2v14a2 2 0 0 0 2 2h10a2 2 0 0 0 2-2V8.5z"/><path d="M13.5 3v5.5H19"/><path d="M12 12v5M9.5 14.5 12 12l2.5 2.5"/>`,
  folder: svg`<path d="M3.5 18.5v-12a1.5 1.5 0 0 1 1.5-1.5h4.5l2 2.5H19A1.5 1.5 0 0 1 20.5 9v9.5A1.5 1.5 0 0 1 19 20H5a1.5 1.5 0 0 1-1.5-1.5z"/>`,
  hidden: svg`<path d="M3 3l18 18"/><path d="M10.6 5.1A10 10 0 0 1 12 5c5 0 8.5 3.5 10 7a14 14 0 0 1-2.6 3.9M6.6 6.6A14 14 0 0 0 2 12c1.5 3.5 5 7 10 7a10 10 0 0 0 5.3-1.5"/><path d="M9.9 9.9a3 3 0 0 0 4.2 4.2"/>`,
  info: svg`<circle cx="12" cy="12" r="9"/><path d="M12 11v5.5"/><path d="M12 7.5h.01"/>`,
  lock: svg`<rect x="4.5" y="10.5" width="15" height="10" rx="2"/><path d="M8 10.5V7.5a4 4 0 0 1 8 0v3"/>`,
  mail: svg`<rect x="3" y="5" width="18" height="14" rx="2"/><path d="m3.5 7 8.5 6.5L20.5 7"/>`,
  phone: svg`<path d="M6 3h3l1.5 5-2 1.5a12 12 0 0 0 6 6l1.5-2 5 1.5v3a2 2 0 0 1-2.2 2A17 17 0 0 1 4 5.2 2 2 0 0 1 6 3z"/>`,
  print: svg`<path d="M7 8V3h10v5"/><rect x="3.5" y="8" width="17" height="9" rx="2"/><path d="M7 14h10v7H7z"/>`,
  send: svg`<path d="M21 3 10.5 13.5"/><path d="M21 3l-6.5 18-4-7.5L3 9.5z"/>`,
  shield: svg`<path d="M12 3l7.5 2.8V11c0 5-3.2 8.3-7.5 10-4.3-1.7-7.5-5-7.5-10V5.8z"/>`,
  undo: svg`<path d="M8 5 3.5 9.5 8 14"/><path d="M3.5 9.5H14a6 6 0 0 1 0 12h-3"/>`,
};

/** Gives the icon `name`, hidden from screen readers. */
export function icon(name) {
  return html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true">${paths[name]}</svg>`;
}

/** Gives the shield with a sign in it: what a `tone` means at a glance. */
export function shield(tone) {
  const sign = {
    good: svg`<path d="m8.5 12 2.5 2.5 4.5-5"/>`,
    neutral: svg`<path d="M12 8v5"/><path d="M12 16h.01"/>`,
    warn: svg`<path d="M12 8v5"/><path d="M12 16h.01"/>`,
    arrow: svg`<path d="M5 4v7a4 4 0 0 0 4 4h10"/><path d="m15 11 4 4-4 4"/>`,
  block: svg`<path d="m9.3 9.3 5.4 5.4M14.7 9.3l-5.4 5.4"/>`,
  }[tone];
  return html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true">${paths.shield}${sign}</svg>`;
}

/** Gives the name of the icon that goes with a `tone`. */
export function toneIcon(tone) {
  return { good: "check", neutral: "info", warn: "alert", block: "block" }[tone];
}
