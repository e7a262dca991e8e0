// The buttons of a view: nearer, further, all of it, full screen.

import { facts } from "./facts.js";
import { isFull, toggleFullScreen } from "./full_screen.js";
import { caption } from "./card.js";

/**
 * What the buttons need of a view.
 * @typedef {Object} Zoomable
 * @property {HTMLElement} host
 * @property {string} name
 * @property {boolean} isZoomed
 * @property {boolean} isLargest
 * @property {() => void} zoomIn
 * @property {() => void} zoomOut
 * @property {() => void} fit
 */

/** Strokes on 16 x 16. */
const ICONS = {
  in: "M8 3v10M3 8h10",
  out: "M3 8h10",
  fit: "M2 5V2h3M11 2h3v3M14 11v3h-3M5 14H2v-3M5.5 5.5h5v5h-5z",
  full: "M9.5 6.5 14 2M10 2h4v4M6.5 9.5 2 14M6 14H2v-4",
};

/**
 * Give a view its buttons, at the end of its host.
 * @param {Zoomable} view
 * @returns {() => void} brings them up to date with what is shown
 */
export function addToolbar(view) {
  const tools = document.createElement("div");
  tools.className = "viewer-tools";
  tools.setAttribute("data-own", "");
  tools.setAttribute("role", "group");
  tools.setAttribute("aria-label", `${facts.views[view.name] ?? view.name}: zoom`);
  const nearer = button("Zoom in", ICONS.in, () => view.zoomIn());
  const further = button("Zoom out", ICONS.out, () => view.zoomOut());
  const all = button("Show all of it", ICONS.fit, () => view.fit());
  const full = button("Full screen", ICONS.full, () => toggleFullScreen(view.host));
  tools.setAttribute("data-roving", "");
  for (const other of [further, all, full]) other.tabIndex = -1;
  tools.append(nearer, further, all, full);
  view.host.append(tools, captionOf(view.host));
  view.host.addEventListener("fullscreenchange", () => full.setAttribute("aria-pressed", String(isFull(view.host))));
  return () => {
    further.setAttribute("aria-disabled", String(!view.isZoomed));
    all.setAttribute("aria-disabled", String(!view.isZoomed));
    nearer.setAttribute("aria-disabled", String(view.isLargest));
  };
}

/** @param {string} title @param {string} icon @param {() => void} onClick */
function button(title, icon, onClick) {
  const made = document.createElement("button");
  made.type = "button";
  made.title = title;
  made.setAttribute("aria-label", title);
  made.innerHTML = `<svg viewBox="0 0 16 16" aria-hidden="true"><path d="${icon}"/></svg>`;
  made.addEventListener("click", onClick);
  return made;
}

/** In full screen the card is out of sight; one line says the same. @param {HTMLElement} host */
function captionOf(host) {
  const line = document.createElement("p");
  line.className = "viewer-caption";
  line.setAttribute("data-own", "");
  document.addEventListener("nucleotide", (event) => {
    if (isFull(host)) line.textContent = caption(event.detail);
  });
  host.addEventListener("fullscreenchange", () => {
    line.textContent = "";
  });
  return line;
}
