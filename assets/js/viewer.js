// The chain views of the page: each drawing that comes from the server gets a view, buttons and gestures.

import { leaveByEscape } from "./full_screen.js";
import { moveByGestures } from "./gestures.js";
import { SceneView } from "./scene_view.js";
import { addToolbar } from "./toolbar.js";

/** @typedef {{refresh: () => SceneView[], isOwnViewBox: (svg: Element) => boolean}} Viewer */

/** @returns {Viewer} */
export function startViewer() {
  /** @type {Map<Element, SceneView>} */
  const views = new Map();
  leaveByEscape();

  function refresh() {
    for (const host of views.keys()) if (!host.isConnected) views.delete(host);
    for (const svg of drawings()) {
      const host = hostOf(svg);
      if (!host) continue;
      const view = views.get(host) ?? viewIn(host, svg.dataset.view ?? "");
      views.set(host, view);
      if (!view.isOwn(svg)) view.show(svg);
    }
    return [...views.values()];
  }

  return { refresh, isOwnViewBox: (svg) => [...views.values()].some((view) => view.isOwn(svg)) };
}

/** @returns {SVGSVGElement[]} those whose nucleotides can be told apart, as in no list; nothing in [data-still] moves */
function drawings() {
  const all = /** @type {NodeListOf<SVGSVGElement>} */ (document.querySelectorAll("svg.scene[data-view]:not([data-still] *)"));
  return [...all].filter((svg) => svg.querySelector(".nucleotide[data-i]"));
}

/** @param {Element} svg */
const hostOf = (svg) => /** @type {HTMLElement | null} */ (svg.closest('[id^="view-"]')) ?? svg.parentElement;

/** @param {HTMLElement} host @param {string} name */
function viewIn(host, name) {
  host.setAttribute("data-viewer", "");
  let update = () => {};
  const view = new SceneView(host, name, () => update());
  update = addToolbar(view);
  moveByGestures(view);
  host.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "+" || event.key === "=") view.zoomIn();
    else if (event.key === "-") view.zoomOut();
    else if (event.key === "0") view.fit();
  });
  return view;
}
