// In a narrow window a result is scrolled to when it has come: what was pressed for it may be far from it.

import { selectionData } from "./selection_data.js";

const ASKS = "#fold, [data-key], #records button";
const NARROW = "(max-width: 900px)";

/** @type {unknown} the result that stood there when another was asked for; undefined while none is awaited */
let before;

export function startArrival() {
  document.addEventListener("click", ({ target }) => {
    if (target instanceof Element && target.closest(ASKS) && matchMedia(NARROW).matches) before = selectionData();
  });
}

/** Called whenever the page has changed. */
export function showArrival() {
  if (before === undefined || before === selectionData()) return;
  before = undefined;
  const heading = document.querySelector("#status h2");
  if (!(heading instanceof HTMLElement)) return;
  heading.tabIndex = -1;
  heading.focus({ preventScroll: true });
  document.getElementById("answer")?.scrollIntoView({ block: "start", behavior: "smooth" });
}
